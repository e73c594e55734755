enum color { RED, GREEN = 5, BLUE, /**< as the sky */ CRIMSON = 0 };
typedef enum { LOW = -1, MID, HIGH } level_t;
enum unit { METRE = 1, SECOND };
enum mask { ALL = 0xffffffff };
struct sample {
    enum color color;
    level_t level;
    enum unit unit;
    enum mask mask;
    enum { OFF, ON } state;
    enum color all[2];
};
