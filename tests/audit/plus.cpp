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

zoo_Cat &refer(zoo_Animal &animal, zoo_Puppy &puppy) {
    auto &up = reinterpret_cast<zoo_Animal &>(puppy);
    return &up == &animal ? (zoo_Cat &)up // finds audit-cast
                          : reinterpret_cast<zoo_Cat &>(animal); // finds audit-cast
}

void assign(zoo_Cat *cat, const zoo_Cat &other, zoo_Animal *animal) {
    zoo_Cat copy = *cat; // finds audit-assign
    zoo_Cat direct(other); // finds audit-assign
    auto braced{other}; // finds audit-assign
    *cat = other; // finds audit-assign
    *animal = *zoo_Cat_as_zoo_Animal(cat); // finds audit-assign
    zoo_Cat fresh = zoo_Cat();
    const zoo_Cat &same = *cat;
    cat = &copy;
    (void)direct, (void)braced, (void)fresh, (void)same;
}

struct channel {
    void send(int, const zoo_Dot *, int) {
    }
};

void others(const zoo_Dot *dot, channel &to) {
    double zoo_Dot::*member = &zoo_Dot::x; // finds audit-member
    to.send(1, dot, 16);
    (void)(dot->*member);
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
    int differ = std::memcmp(&dot, &other, sizeof dot); // finds audit-bytes
    return differ + (cat == nullptr) + (sized == nullptr);
}

} // namespace

int main() {
    return all() + (cast(nullptr, nullptr) != nullptr) + (look != nullptr) + (refer != nullptr) +
           (assign != nullptr) + (others != nullptr);
}
