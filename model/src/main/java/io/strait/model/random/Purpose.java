package io.strait.model.random;

/** What a random number is for. Numbers of different purposes are independent. */
public enum Purpose {
    /** The uniform that picks an id from the network's distribution. */
    SAMPLING(1),
    /** The noise in the choice of tokens to keep. */
    GUMBEL(2),
    /** Where an order of places begins. */
    ORDER(3);

    private final int code;

    Purpose(int code) {
        this.code = code;
    }

    /** Never changed: changing it changes every image. */
    int code() {
        return code;
    }
}
