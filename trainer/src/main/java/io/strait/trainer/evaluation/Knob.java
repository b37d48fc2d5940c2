package io.strait.trainer.evaluation;

import io.strait.model.TokenGrid;
import io.strait.model.decode.GridSettings;
import java.util.List;

/** One number of a grid's settings, with the values that are worth trying. */
enum Knob {
    TEMPERATURE {
        @Override
        GridSettings turned(GridSettings s, double value) {
            return new GridSettings(s.steps(), s.guidanceScale(), value, s.gumbel(), s.schedule());
        }
    },
    GUMBEL {
        @Override
        GridSettings turned(GridSettings s, double value) {
            return new GridSettings(s.steps(), s.guidanceScale(), s.temperature(), value, s.schedule());
        }
    },
    GUIDANCE {
        @Override
        GridSettings turned(GridSettings s, double value) {
            return s.withGuidance(value);
        }
    },
    STEPS {
        @Override
        GridSettings turned(GridSettings s, double value) {
            return s.withSteps((int) value);
        }
    };

    /** Values to try: a layout has many answers, detail given the layout has nearly one. */
    List<Double> values(TokenGrid grid) {
        boolean top = grid == TokenGrid.TOP;
        return switch (this) {
            case TEMPERATURE -> top ? List.of(0.5, 0.6, 0.7, 0.8, 0.9, 1.0) : List.of(0.001, 0.004, 0.02, 0.1);
            case GUMBEL -> top ? List.of(1.5, 3.0, 6.0, 15.0, 40.0) : List.of(0.0, 1.0);
            case GUIDANCE -> top ? List.of(0.0, 1.0, 2.0, 3.0, 4.0) : List.of(0.0, 0.5);
            case STEPS -> top ? List.of(12.0, 18.0, 24.0) : List.of(1.0, 2.0, 4.0, 6.0, 12.0);
        };
    }

    /** Settings with another value. */
    abstract GridSettings turned(GridSettings settings, double value);
}
