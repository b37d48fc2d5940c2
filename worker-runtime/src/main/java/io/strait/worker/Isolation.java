package io.strait.worker;

import java.time.Duration;

/**
 * Lets a record that may crash the process run alone in it. A crash costs every record the process holds a delivery: so, while a suspect
 * is there, lanes that take any record finish what they hold and close their consumers (an open one may be given a record at any moment), and
 * the suspect begins when the last has. Thread-safe.
 */
final class Isolation {
    /** For all workers of the process: they crash together. */
    static final Isolation OF_THIS_PROCESS = new Isolation();

    private int companions;
    private int suspects;
    private boolean taken;

    /** The turn of a lane that takes any record. */
    Turn inCompany() {
        return new InCompany();
    }

    /** The turn of a lane that takes suspects. */
    Turn alone() {
        return new Alone();
    }

    private synchronized boolean enter(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (suspects > 0 && until - System.nanoTime() > 0) {
            wait(millisTo(until));
        }
        if (suspects > 0) {
            return false;
        }
        companions++;
        return true;
    }

    private synchronized boolean free() {
        return suspects == 0;
    }

    private synchronized void leave() {
        companions--;
        notifyAll();
    }

    private synchronized void arrive() {
        suspects++;
    }

    private synchronized boolean begin(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while ((companions > 0 || taken) && until - System.nanoTime() > 0) {
            wait(millisTo(until));
        }
        if (companions > 0 || taken) {
            return false;
        }
        taken = true;
        return true;
    }

    private synchronized void depart(boolean begun) {
        suspects--;
        if (begun) {
            taken = false;
        }
        notifyAll();
    }

    private static long millisTo(long nanos) {
        return Math.max(1, Duration.ofNanos(nanos - System.nanoTime()).toMillis());
    }

    private final class InCompany implements Turn {
        @Override
        public boolean enter(Duration atMost) throws InterruptedException {
            return Isolation.this.enter(atMost);
        }

        @Override
        public boolean stay() {
            return free();
        }

        @Override
        public void leave() {
            Isolation.this.leave();
        }

        @Override
        public boolean begin(Duration atMost) {
            return true;
        }

        @Override
        public void end() {
            // It may have a record until it leaves.
        }
    }

    private final class Alone implements Turn {
        private boolean here;
        private boolean begun;

        @Override
        public boolean enter(Duration atMost) {
            return true;
        }

        @Override
        public boolean stay() {
            return true;
        }

        @Override
        public void leave() {
            end();
        }

        @Override
        public boolean begin(Duration atMost) throws InterruptedException {
            if (!here) {
                here = true;
                arrive();
            }
            begun = Isolation.this.begin(atMost);
            return begun;
        }

        @Override
        public void end() {
            if (here) {
                depart(begun);
                here = false;
                begun = false;
            }
        }
    }
}
