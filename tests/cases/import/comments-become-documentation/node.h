/* Copyright of nobody: this is about the file. */

/*
 * A node
 *   of a list.
 */
struct node {
    int value; /* what it holds */
    int count; // how often
    /// The next one,
    /// or NULL.
    struct node *next;

    // A heading that stands alone.

    int flags; /**< of the kind */
    //! In doxygen's other style.
    int more;
};
