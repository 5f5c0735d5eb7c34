// What all doors share: exported functions that never throw and give errors as text.
#pragma once

#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>

#define MEDTRAIN_EXPORT extern "C" __attribute__((visibility("default")))

namespace medtrain {

// A failure that is told to the user as it stands. Its text must hold nothing that identifies a patient.
struct Unreadable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A sound file that is no image, such as a report or a plan.
struct NoImage : Unreadable {
    using Unreadable::Unreadable;
};

inline void copy_text(const std::string& text, char* target, int size) {
    if (target != nullptr && size > 0) {
        std::strncpy(target, text.c_str(), static_cast<size_t>(size) - 1);
        target[size - 1] = '\0';
    }
}

// Runs an exported function's body. 0 = done, 1 = error holds the reason, 2 = as 1 and the file is sound but no image.
template <typename Body>
int guarded(char* error, int error_size, Body body) noexcept {
    try {
        body();
        return 0;
    } catch (const NoImage& e) {
        copy_text(e.what(), error, error_size);
        return 2;
    } catch (const Unreadable& e) {
        copy_text(e.what(), error, error_size);
    } catch (const std::bad_alloc&) {
        copy_text("it needs more memory than this machine has", error, error_size);
    } catch (...) {
        copy_text("the decoder failed", error, error_size);  // the text of a foreign exception may quote the file
    }
    return 1;
}

}  // namespace medtrain
