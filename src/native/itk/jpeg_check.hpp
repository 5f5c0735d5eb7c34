#pragma once

#include <cstdint>

namespace medtrain::itk_door {

// Throws Unreadable for more than max_pixels, and unless every block of a JPEG file can be read. libjpeg fills what is missing with grey
// and only warns,
// and ITK hides the warning; so the coefficients are read once more here, without reconstructing pixels.
void check_jpeg_is_whole(const char* path, std::int64_t max_pixels);

}  // namespace medtrain::itk_door
