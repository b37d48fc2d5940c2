package io.strait.trainer.evaluation;

import io.strait.model.TokenGrid;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.TokenOrder;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** One of a grid's settings, with the values that are worth trying: a layout has many answers, detail given the layout has nearly one. */
enum Knob {
    ORDER {
        @Override
        Stream<GridSettings> turned(GridSettings settings, boolean layout) {
            return layout ? Stream.of(TokenOrder.values()).map(settings::withOrder) : Stream.empty();
        }
    },
    TEMPERATURE {
        @Override
        Stream<GridSettings> turned(GridSettings settings, boolean layout) {
            return (layout ? DoubleStream.of(0.5, 0.6, 0.7, 0.8, 0.9, 1.0) : DoubleStream.of(0.001, 0.004, 0.02, 0.1))
                    .mapToObj(settings::withTemperature);
        }
    },
    GUMBEL {
        @Override
        Stream<GridSettings> turned(GridSettings settings, boolean layout) {
            if (settings.order() != TokenOrder.CONFIDENCE) {
                return Stream.empty();
            }
            return (layout ? DoubleStream.of(1.5, 3, 6, 15, 40) : DoubleStream.of(0, 1)).mapToObj(settings::withGumbel);
        }
    },
    GUIDANCE {
        @Override
        Stream<GridSettings> turned(GridSettings settings, boolean layout) {
            return (layout ? DoubleStream.of(0, 1, 2, 3, 4) : DoubleStream.of(0, 0.5)).mapToObj(settings::withGuidance);
        }
    },
    STEPS {
        @Override
        Stream<GridSettings> turned(GridSettings settings, boolean layout) {
            return (layout ? Stream.of(12, 18, 24) : Stream.of(1, 2, 4, 6, 12)).map(settings::withSteps);
        }
    };

    /** Settings with other values of this one. */
    List<GridSettings> turned(GridSettings settings, TokenGrid grid) {
        return turned(settings, grid == TokenGrid.TOP).toList();
    }

    abstract Stream<GridSettings> turned(GridSettings settings, boolean layout);
}
