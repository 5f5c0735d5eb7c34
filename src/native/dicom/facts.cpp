// The image pixel module of a file, validated before anything is allocated.
#include "dicom_file.hpp"

namespace medtrain::dicom {

namespace {

int required(DcmItem& item, const DcmTagKey& tag, const char* name) {
    Uint16 value = 0;
    if (item.findAndGetUint16(tag, value).bad()) {
        throw Unreadable(std::string("the DICOM attribute ") + name + ", which every image must have, is missing or damaged");
    }
    return value;
}

int optional(DcmItem& item, const DcmTagKey& tag, int fallback) {
    Uint16 value = 0;
    return item.findAndGetUint16(tag, value).good() ? value : fallback;
}

std::string text(DcmItem& item, const DcmTagKey& tag) {
    OFString value;
    item.findAndGetOFString(tag, value);
    const size_t end = value.find_last_not_of(" \0");
    return end == OFString_npos ? std::string() : std::string(value.c_str(), end + 1);
}

int frame_count(DcmItem& item) {
    Sint32 frames = 1;
    if (!item.tagExistsWithValue(DCM_NumberOfFrames)) {
        return 1;
    }
    if (item.findAndGetSint32(DCM_NumberOfFrames, frames).bad() || frames < 1 || frames > 1000000) {
        throw Unreadable("the DICOM attribute NumberOfFrames is no plausible number");
    }
    return frames;
}

SampleType float_type(DcmItem& item) {
    return item.tagExists(DCM_DoubleFloatPixelData) ? SampleType::f64 : SampleType::f32;
}

SampleType integer_type(int bits_allocated, bool is_signed) {
    switch (bits_allocated) {
        case 1: return SampleType::u8;
        case 8: return is_signed ? SampleType::i8 : SampleType::u8;
        case 16: return is_signed ? SampleType::i16 : SampleType::u16;
        case 32: return is_signed ? SampleType::i32 : SampleType::u32;
        default: throw Unreadable("BitsAllocated is " + std::to_string(bits_allocated) + "; readable are 1, 8, 16 and 32");
    }
}

void check_kind(DcmFileFormat& format, DcmItem& item) {
    if (item.tagExists(DCM_PixelData) || item.tagExists(DCM_FloatPixelData) || item.tagExists(DCM_DoubleFloatPixelData)) {
        return;
    }
    const std::string kind = sop_class_name(format);
    throw NoImage("a DICOM file without pixel data" + (kind.empty() ? std::string() : " (" + kind + ")") + ": it is no image");
}

void check_layout(const PixelFacts& f) {
    if (f.rows < 1 || f.columns < 1) {
        throw Unreadable("Rows or Columns is 0");
    }
    if (f.samples != 1 && f.samples != 3) {
        throw Unreadable("SamplesPerPixel is " + std::to_string(f.samples) + "; readable are 1 and 3");
    }
    if (f.bits_allocated == 1 && f.samples != 1) {
        throw Unreadable("1-bit colour pixels do not exist");
    }
    if (f.bits_stored < 1 || f.bits_stored > f.bits_allocated) {
        throw Unreadable(
            "BitsStored (" + std::to_string(f.bits_stored) + ") does not fit BitsAllocated (" + std::to_string(f.bits_allocated) + ")");
    }
    const bool video = f.transfer_syntax.rfind("1.2.840.10008.1.2.4.10", 0) == 0;
    if (video) {
        throw Unreadable("holds a video (" + f.transfer_syntax + "), which is not read");
    }
}

}  // namespace

int PixelFacts::sample_bytes() const {
    switch (type) {
        case SampleType::u8: case SampleType::i8: return 1;
        case SampleType::u16: case SampleType::i16: return 2;
        case SampleType::f64: return 8;
        default: return 4;
    }
}

std::int64_t PixelFacts::stored_frame_bits() const {
    return has_native_chroma_subsampling() ? pixels() * 2 * bits_allocated : samples_per_frame() * bits_allocated;
}

std::string sop_class_name(DcmFileFormat& format) {
    std::string uid = text(*format.getDataset(), DCM_SOPClassUID);
    if (uid.empty()) {
        uid = text(*format.getMetaInfo(), DCM_MediaStorageSOPClassUID);
    }
    const char* name = uid.empty() ? nullptr : dcmFindNameOfUID(uid.c_str());
    return name == nullptr ? uid : name;
}

PixelFacts read_facts(DcmFileFormat& format, std::int64_t file_bytes) {
    DcmDataset& data = *format.getDataset();
    check_kind(format, data);
    PixelFacts f;
    f.file_bytes = file_bytes;
    f.xfer = data.getOriginalXfer();
    f.transfer_syntax = DcmXfer(f.xfer).getXferID();
    f.encapsulated = DcmXfer(f.xfer).isEncapsulated();
    f.rows = required(data, DCM_Rows, "Rows");
    f.columns = required(data, DCM_Columns, "Columns");
    f.frames = frame_count(data);
    f.samples = required(data, DCM_SamplesPerPixel, "SamplesPerPixel");
    f.photometric = text(data, DCM_PhotometricInterpretation);
    if (f.photometric.empty()) {
        throw Unreadable("the DICOM attribute PhotometricInterpretation, which every image must have, is missing");
    }
    f.planar = f.samples == 1 ? 0 : optional(data, DCM_PlanarConfiguration, 0);
    f.bits_allocated = required(data, DCM_BitsAllocated, "BitsAllocated");
    if (data.tagExists(DCM_PixelData)) {
        f.bits_stored = optional(data, DCM_BitsStored, f.bits_allocated);
        f.is_signed = optional(data, DCM_PixelRepresentation, 0) == 1;
        f.type = integer_type(f.bits_allocated, f.is_signed);
    } else {
        f.bits_stored = f.bits_allocated;
        f.is_signed = true;
        f.type = float_type(data);
        f.bits_allocated = 8 * f.sample_bytes();
        f.bits_stored = f.bits_allocated;
    }
    check_layout(f);
    return f;
}

}  // namespace medtrain::dicom
