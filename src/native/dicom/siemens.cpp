// What Siemens' private header says of a mosaic: how many slices it holds and which way they follow each other.
#include "dicom_file.hpp"

#include <cstring>

namespace medtrain::dicom {

namespace {

const DcmTagKey images_in_mosaic(0x0019, 0x100a);
const DcmTagKey image_header(0x0029, 0x1010);

std::uint32_t number(const Uint8* bytes) {
    return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
}

// The values of one entry of a header in "SV10" layout: 16 bytes, then entries of 84 bytes (name 64, ..., number of items at 76),
// each followed by its items of 16 bytes (length at 4) and their text padded to 4 bytes. Layout: nipy.org/nibabel/dicom/siemens_csa.html.
std::vector<double> entry(const Uint8* bytes, size_t size, const char* wanted) {
    std::vector<double> values;
    if (size < 16 || std::memcmp(bytes, "SV10", 4) != 0) {
        return values;
    }
    size_t at = 16;
    for (std::uint32_t left = number(bytes + 8); left > 0 && at + 84 <= size; left--) {
        const bool found = std::strncmp(reinterpret_cast<const char*>(bytes + at), wanted, 64) == 0;
        const std::uint32_t items = number(bytes + at + 76);
        at += 84;
        for (std::uint32_t item = 0; item < items && at + 16 <= size; item++) {
            const size_t length = number(bytes + at + 4);
            at += 16;
            if (length > size - at) {
                return {};
            }
            if (found && length > 0) {
                values.push_back(std::strtod(std::string(reinterpret_cast<const char*>(bytes + at), length).c_str(), nullptr));
            }
            at += (length + 3) / 4 * 4;
        }
        if (found) {
            return values;
        }
    }
    return values;
}

}  // namespace

void put_mosaic(JsonWriter& json, DcmItem& data) {
    Uint16 images = 0;
    if (data.findAndGetUint16(images_in_mosaic, images).bad() || images == 0) {
        return;
    }
    json.integer("mosaic_images", images);
    const Uint8* bytes = nullptr;
    unsigned long size = 0;
    if (data.findAndGetUint8Array(image_header, bytes, &size).bad() || bytes == nullptr) {
        return;
    }
    const std::vector<double> normal = entry(bytes, size, "SliceNormalVector");
    if (normal.size() == 3) {
        json.begin_array("mosaic_normal");
        for (const double cosine : normal) {
            json.number(nullptr, cosine);
        }
        json.end_array();
    }
}

}  // namespace medtrain::dicom
