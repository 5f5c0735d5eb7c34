// Files whose anonymiser removed the header of a sequence but left its items behind, which DCMTK cannot step over.
#include "dicom_file.hpp"

#include <dcmtk/dcmdata/dcistrmb.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

namespace medtrain::dicom {

namespace {

using Bytes = std::vector<std::uint8_t>;

std::uint32_t number(const Bytes& bytes, size_t at, int size) {
    std::uint32_t value = 0;
    for (int i = 0; i < size; i++) {
        value |= static_cast<std::uint32_t>(bytes[at + static_cast<size_t>(i)]) << (8 * i);
    }
    return value;
}

bool has_long_length(const Bytes& bytes, size_t at) {
    static const char* const names[] = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"};
    for (const char* name : names) {
        if (std::memcmp(&bytes[at + 4], name, 2) == 0) {
            return true;
        }
    }
    return false;
}

// Copies the top-level elements of an explicit little-endian file, without items that belong to no sequence.
Bytes without_stray_items(const Bytes& bytes) {
    constexpr size_t preamble = 132;
    Bytes kept(bytes.begin(), bytes.begin() + std::min(preamble, bytes.size()));
    size_t at = preamble;
    while (at + 12 <= bytes.size()) {
        const bool stray = number(bytes, at, 2) == 0xfffe;
        const bool is_long = !stray && has_long_length(bytes, at);
        const size_t header = is_long ? 12 : 8;
        const std::uint32_t length = stray ? number(bytes, at + 4, 4) : is_long ? number(bytes, at + 8, 4) : number(bytes, at + 6, 2);
        if (length == 0xffffffff || at + header + length > bytes.size()) {
            break;  // an encapsulated or nested element, or the end: the parser judges the rest
        }
        if (!stray) {
            const auto element = bytes.begin() + static_cast<std::ptrdiff_t>(at);
            kept.insert(kept.end(), element, element + static_cast<std::ptrdiff_t>(header + length));
        }
        at += header + length;
    }
    kept.insert(kept.end(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min(at, bytes.size())), bytes.end());
    return kept;
}

}  // namespace

OFCondition load_without_stray_items(DcmFileFormat& format, const char* path) {
    std::ifstream file(path, std::ios::binary);
    const Bytes bytes = without_stray_items(Bytes(std::istreambuf_iterator<char>(file), {}));
    DcmInputBufferStream stream;
    stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
    stream.setEos();
    format.clear();
    format.transferInit();
    const OFCondition loaded = format.read(stream);
    format.transferEnd();
    return loaded;
}

}  // namespace medtrain::dicom
