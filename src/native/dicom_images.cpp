// The DICOM door: one file to frames of stored values and the tags that matter as JSON. DCMTK parses, decodes and writes;
// OpenJPEG decodes JPEG 2000 and CharLS JPEG-LS. Nothing is printed and no exception leaves.
#include "dicom/dicom_file.hpp"

#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/oflog/oflog.h>

#include <filesystem>
#include <memory>
#include <mutex>

using medtrain::Unreadable;
using medtrain::dicom::DicomFile;

namespace {

void prepare_once() {
    static std::once_flag once;
    std::call_once(once, [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);  // DCMTK's messages may quote patient data
        DJDecoderRegistration::registerCodecs(EDC_never);  // stored values: no colour conversion here
        DcmRLEDecoderRegistration::registerCodecs();
        DJEncoderRegistration::registerCodecs(ECC_lossyYCbCr, EUC_never);
        DcmRLEEncoderRegistration::registerCodecs(OFFalse);
    });
}

void check_transfer_syntax(DcmFileFormat& format) {
    OFString uid;
    format.getMetaInfo()->findAndGetOFString(DCM_TransferSyntaxUID, uid);
    if (!uid.empty() && DcmXfer(uid.c_str()).getXfer() == EXS_Unknown) {
        const bool htj2k = uid.find("1.2.840.10008.1.2.4.20") == 0;
        throw Unreadable("its transfer syntax " + std::string(htj2k ? "is HTJ2K (" : "is not known (") + uid.c_str()
            + "), which is not read; convert it to another, such as explicit little endian");
    }
}

void load(DicomFile& file, const char* path) {
    OFCondition loaded = file.format.loadFile(path);
    if (loaded == EC_InvalidTag) {
        loaded = medtrain::dicom::load_without_stray_items(file.format, path);
    }
    check_transfer_syntax(file.format);
    if (loaded == EC_EndOfStream || loaded == EC_StreamNotifyClient || loaded == EC_InvalidStream) {
        throw Unreadable("truncated: the DICOM data end early; copy or export it again");
    }
    if (loaded.bad()) {
        throw Unreadable("damaged or no DICOM file: it cannot be parsed");
    }
}

}  // namespace

// Opens and parses a file. On success *handle must be closed.
MEDTRAIN_EXPORT int medtrain_dicom_open(const char* path, void** handle, char* error, int error_size) {
    return medtrain::guarded(error, error_size, [&] {
        prepare_once();
        auto file = std::make_unique<DicomFile>();
        std::error_code missing;
        const std::uintmax_t bytes = std::filesystem::file_size(path, missing);
        if (missing) {
            throw Unreadable("no such file, or it may not be read");
        }
        load(*file, path);
        file->facts = medtrain::dicom::read_facts(file->format, static_cast<std::int64_t>(bytes));
        file->tags_json = medtrain::dicom::describe_tags(*file);
        *handle = file.release();
    });
}

// The tags as JSON in UTF-8 (ASCII only); lives as long as the handle.
MEDTRAIN_EXPORT const char* medtrain_dicom_tags(void* handle) {
    return static_cast<DicomFile*>(handle)->tags_json.c_str();
}

// What identifies patient and study, as JSON of hexadecimal bytes; lives as long as the handle. Must not leave the process.
MEDTRAIN_EXPORT const char* medtrain_dicom_identity(void* handle) {
    auto* file = static_cast<DicomFile*>(handle);
    if (file->identity_json.empty()) {
        file->identity_json = medtrain::dicom::describe_identity(*file);
    }
    return file->identity_json.c_str();
}

// Decodes frames [first, first + count) into target, whose size must be count * frame_bytes of the tags.
// photometric (at least 32 bytes) receives the interpretation of the delivered samples.
MEDTRAIN_EXPORT int medtrain_dicom_decode(
    void* handle, int first, int count, std::uint8_t* target, std::int64_t size, char* photometric, int photometric_size,
    char* error, int error_size) {
    return medtrain::guarded(error, error_size, [&] {
        const std::string found = medtrain::dicom::decode_frames(*static_cast<DicomFile*>(handle), first, count, target, size);
        medtrain::copy_text(found, photometric, photometric_size);
    });
}

MEDTRAIN_EXPORT void medtrain_dicom_close(void* handle) {
    delete static_cast<DicomFile*>(handle);
}

// Writes one file. attributes: lines of "ggggeeee=value"; pixels: stored values of 8 or 16 bits in this machine's byte order.
MEDTRAIN_EXPORT int medtrain_dicom_write(
    const char* path, const char* attributes, const void* pixels, std::int64_t bytes, int bits_allocated, const char* transfer_syntax,
    char* error, int error_size) {
    return medtrain::guarded(error, error_size, [&] {
        prepare_once();
        medtrain::dicom::write_file(path, attributes, pixels, bytes, bits_allocated, transfer_syntax);
    });
}
