// One opened DICOM file: its data set, the facts that decoding needs, and the pieces of the decoder.
#pragma once

#include "../abi.hpp"
#include "../json.hpp"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcfcache.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

#include <cstdint>
#include <string>
#include <vector>

namespace medtrain::dicom {

enum class SampleType { u8, i8, u16, i16, u32, i32, f32, f64 };

// Attributes of the image pixel module (PS3.3 C.7.6.3), validated.
struct PixelFacts {
    std::string transfer_syntax;  // UID
    E_TransferSyntax xfer = EXS_Unknown;
    bool encapsulated = false;
    std::string photometric;
    int rows = 0;
    int columns = 0;
    int frames = 0;
    int samples = 0;       // per pixel
    int planar = 0;        // 1: colour planes one after the other
    int bits_allocated = 0;
    int bits_stored = 0;
    bool is_signed = false;
    SampleType type = SampleType::u8;
    std::int64_t file_bytes = 0;

    std::int64_t pixels() const { return std::int64_t{rows} * columns; }
    std::int64_t samples_per_frame() const { return pixels() * samples; }
    int sample_bytes() const;
    // Bytes of a frame as delivered: one whole sample after the other, colours interleaved.
    std::int64_t frame_bytes() const { return samples_per_frame() * sample_bytes(); }
    // Bits of a frame as stored in an uncompressed file.
    std::int64_t stored_frame_bits() const;
    // Uncompressed chroma is stored once for two pixels.
    bool has_native_chroma_subsampling() const { return !encapsulated && photometric == "YBR_FULL_422" && samples == 3; }
};

struct DicomFile {
    DcmFileFormat format;
    PixelFacts facts;
    std::string tags_json;
    std::string identity_json;  // what identifies the patient; empty until asked for
    DcmFileCache cache;
    Uint32 next_fragment = 0;  // where DCMTK's decoder goes on, for frames read in order
    int next_frame = 0;

    DcmDataset& dataset() { return *format.getDataset(); }
};

// repair.cpp
OFCondition load_without_stray_items(DcmFileFormat& format, const char* path);

// facts.cpp
PixelFacts read_facts(DcmFileFormat& format, std::int64_t file_bytes);
std::string sop_class_name(DcmFileFormat& format);

// tags.cpp
std::string describe_tags(DicomFile& file);

// identity.cpp
std::string describe_identity(DicomFile& file);

// siemens.cpp
void put_mosaic(JsonWriter& json, DcmItem& data);

// frames.cpp: delivers frames of stored values; returns the photometric interpretation after decoding.
std::string decode_frames(DicomFile& file, int first, int count, std::uint8_t* target, std::int64_t size);

// fragments.cpp
std::vector<std::uint8_t> frame_bytes(DicomFile& file, int frame);

// jpeg2000.cpp, jpegls.cpp: one compressed frame to interleaved samples of facts.sample_bytes().
void decode_jpeg2000(const std::vector<std::uint8_t>& code, const PixelFacts& facts, std::uint8_t* target);
void decode_jpegls(const std::vector<std::uint8_t>& code, const PixelFacts& facts, std::uint8_t* target);

// jpeg_lossless.cpp: the same; false, with any samples, for what it leaves to DCMTK.
bool decode_jpeg_lossless(const std::vector<std::uint8_t>& code, const PixelFacts& facts, std::uint8_t* target);

// write.cpp
void write_file(
    const char* path, const std::string& attributes, const void* pixels, std::int64_t bytes, int bits_allocated,
    const std::string& transfer_syntax);

}  // namespace medtrain::dicom
