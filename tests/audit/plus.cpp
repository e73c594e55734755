// The same in C++.
#include "zoo.slots.h"

#include <cstdlib>
#include <cstring>

namespace {

struct mine {
    int lives = 9;
};

zoo_Cat *cast(zoo_Animal *animal, zoo_Dog *dog) {
    zoo_Cat *cat = reinterpret_cast<zoo_Cat *>(animal); // finds audit-cast
    return dog != nullptr ? (zoo_Cat *)dog : cat; // finds audit-cast
}

unsigned look(const zoo_Cat &cat, const mine &own) {
    return cat.lives + cat.base.id + own.lives; // finds audit-member audit-member
}

template <typename T>
T *make() {
    return static_cast<T *>(std::malloc(sizeof(T)));
}

int all() {
    zoo_Dot dot{1, 2}; // finds audit-positional
    zoo_Dot other = {};
    zoo_Bag bag{}; // finds audit-positional
    zoo_Cat *cat = make<zoo_Cat>();
    auto *sized = static_cast<zoo_Dot *>(std::malloc(16)); // finds audit-size
    (void)bag;
    other = dot;
    return std::memcmp(&dot, &other, sizeof dot) + (cat == nullptr) + (sized == nullptr); // finds audit-bytes
}

} // namespace

int main() {
    return all() + (cast(nullptr, nullptr) != nullptr) + (look != nullptr);
}
