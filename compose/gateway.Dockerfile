# syntax=docker/dockerfile:1
# Build context: the repository's root. The first stage is the same in all four files, so that it is built once.
FROM eclipse-temurin:17-jdk AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/maven \
    ./mvnw -B -ntp -q -Dmaven.repo.local=/maven -pl gateway,top-worker,bottom-worker,upsampler-worker -am -DskipTests \
    package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib

FROM eclipse-temurin:17-jre
# The folders belong to the user, and so do volumes that are first mounted there.
RUN useradd --system --uid 10001 --home-dir /home/strait --create-home strait \
    && install -d -o strait -g strait /artifacts /run/strait
COPY --from=build /src/gateway/target/lib/ /app/
COPY --from=build /src/gateway/target/strait-gateway-*.jar /app/
USER strait
EXPOSE 8080
ENTRYPOINT ["java", "-cp", "/app/*", "io.strait.gateway.GatewayMain"]
