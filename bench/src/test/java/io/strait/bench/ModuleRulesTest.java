package io.strait.bench;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may use which, and what each library is for. */
@AnalyzeClasses(packages = "io.strait", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
    private static final String SCHEMAS = "io.strait.schemas..";
    private static final String MODEL = "io.strait.model..";
    private static final String ENGINE = "io.strait.engine..";
    private static final String RUNTIME = "io.strait.worker"; // the three workers are packages in it
    private static final String KAFKA = "io.strait.kafka..";
    private static final String GATEWAY = "io.strait.gateway..";
    private static final String ARTIFACTS_S3 = "io.strait.artifacts.s3..";
    private static final String TRAINER = "io.strait.trainer..";
    private static final String STANDALONE = "io.strait.standalone..";
    private static final String BENCH = "io.strait.bench..";

    @ArchTest
    static final ArchRule SCHEMAS_STAND_ALONE = only(SCHEMAS);

    @ArchTest
    static final ArchRule S3_USES_SCHEMAS = only(ARTIFACTS_S3, SCHEMAS);

    /** Those who run it have it on their class path, and find it there. */
    @ArchTest
    static final ArchRule NOTHING_NAMES_THE_S3_STORE = noClasses()
            .that()
            .resideOutsideOfPackage(ARTIFACTS_S3)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ARTIFACTS_S3, "software.amazon..");

    @ArchTest
    static final ArchRule MODEL_STANDS_ALONE = only(MODEL);

    @ArchTest
    static final ArchRule EMBEDDED_BROKER_STANDS_ALONE = only(KAFKA);

    @ArchTest
    static final ArchRule ENGINE_USES_MODEL = only(ENGINE, MODEL);

    @ArchTest
    static final ArchRule RUNTIME_USES_SCHEMAS_AND_ENGINE = only(RUNTIME, SCHEMAS, ENGINE, MODEL);

    @ArchTest
    static final ArchRule TOP_WORKER_USES_RUNTIME = only("io.strait.worker.top..", RUNTIME, SCHEMAS, ENGINE, MODEL);

    @ArchTest
    static final ArchRule BOTTOM_WORKER_USES_RUNTIME =
            only("io.strait.worker.bottom..", RUNTIME, SCHEMAS, ENGINE, MODEL);

    @ArchTest
    static final ArchRule UPSAMPLER_WORKER_USES_RUNTIME =
            only("io.strait.worker.upsampler..", RUNTIME, SCHEMAS, ENGINE, MODEL);

    /** So it has no engine either. */
    @ArchTest
    static final ArchRule GATEWAY_USES_SCHEMAS_AND_MODEL = only(GATEWAY, SCHEMAS, MODEL);

    @ArchTest
    static final ArchRule TRAINER_USES_MODEL = only(TRAINER, MODEL);

    @ArchTest
    static final ArchRule NOTHING_USES_THE_ENDS = noClasses()
            .that()
            .resideInAPackage("io.strait..")
            .and()
            .resideOutsideOfPackages(TRAINER, STANDALONE, BENCH)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRAINER, STANDALONE, BENCH);

    @ArchTest
    static final ArchRule STANDALONE_DOES_NOT_TRAIN = noClasses()
            .that()
            .resideInAPackage(STANDALONE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRAINER, BENCH);

    @ArchTest
    static final ArchRule MODEL_IS_PURE = noClasses()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx..",
                    "org.apache.kafka..",
                    "ai.djl..",
                    "ai.onnxruntime..",
                    "java.net..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.time..",
                    "java.util.concurrent..");

    @ArchTest
    static final ArchRule MODEL_HAS_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule ONLY_ENGINE_USES_DJL = onlyIn(ENGINE, "ai.djl..");

    /** The trainer compares what it exports with its own networks, and may not use the engine. */
    @ArchTest
    static final ArchRule ONLY_ENGINE_AND_EXPORT_RUN_GRAPHS = noClasses()
            .that()
            .resideOutsideOfPackages(ENGINE, "io.strait.trainer.export..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule ONLY_TRAINER_TRAINS = onlyIn(TRAINER, "org.bytedeco..", "org.tribuo..");

    /** The trainer writes graphs, the engine rewrites them. */
    @ArchTest
    static final ArchRule ONLY_TRAINER_AND_ENGINE_WRITE_GRAPHS = noClasses()
            .that()
            .resideOutsideOfPackages(TRAINER, "io.strait.engine.graph..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnx.proto..");

    /** The gateway's bench compares it with a bare server. */
    @ArchTest
    static final ArchRule ONLY_GATEWAY_SERVES = noClasses()
            .that()
            .resideOutsideOfPackages(GATEWAY, STANDALONE, "io.strait.bench.process..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule ONLY_THE_EMBEDDED_BROKER_KNOWS_ITS_INSIDES =
            onlyIn(KAFKA, "kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..");

    @ArchTest
    static final ArchRule PACKAGES_ARE_FEATURES = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..impl..", "..service..", "..manager..", "..common..");

    private static ArchRule only(String module, String... allowed) {
        return classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("io.strait..")
                        .or(resideInAPackage(module))
                        .or(resideInAnyPackage(allowed)));
    }

    private static ArchRule onlyIn(String module, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }
}
