// Writes one DICOM file from given attributes and stored values.
#include "dicom_file.hpp"

#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmjpeg/djrplol.h>

#include <sstream>

namespace medtrain::dicom {

namespace {

// Lines of "ggggeeee=value", values as DICOM writes them.
void put_attributes(DcmDataset& data, const std::string& attributes) {
    std::istringstream lines(attributes);
    for (std::string line; std::getline(lines, line);) {
        const size_t equals = line.find('=');
        const unsigned long tag = equals == 8 ? std::stoul(line.substr(0, 8), nullptr, 16) : 0;
        const DcmTag key(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xffff));
        if (tag == 0 || data.putAndInsertString(key, line.substr(equals + 1).c_str()).bad()) {
            throw Unreadable("the attribute '" + line.substr(0, 8) + "' cannot be written");
        }
    }
}

void put_pixels(DcmDataset& data, const void* pixels, std::int64_t bytes, int bits_allocated) {
    const OFCondition done = bits_allocated == 8
        ? data.putAndInsertUint8Array(DCM_PixelData, static_cast<const Uint8*>(pixels), static_cast<unsigned long>(bytes))
        : data.putAndInsertUint16Array(DCM_PixelData, static_cast<const Uint16*>(pixels), static_cast<unsigned long>(bytes / 2));
    if (done.bad()) {
        throw Unreadable("the pixels cannot be written");
    }
}

void compress(DcmDataset& data, E_TransferSyntax xfer) {
    const DJ_RPLossless jpeg;
    const DcmRLERepresentationParameter rle;
    const DcmRepresentationParameter* parameter = xfer == EXS_RLELossless ? static_cast<const DcmRepresentationParameter*>(&rle) : &jpeg;
    if (!DcmXfer(xfer).isEncapsulated()) {
        return;
    }
    if (data.chooseRepresentation(xfer, parameter).bad() || !data.canWriteXfer(xfer)) {
        throw Unreadable("the pixels cannot be compressed as asked");
    }
}

}  // namespace

void write_file(
    const char* path, const std::string& attributes, const void* pixels, std::int64_t bytes, int bits_allocated,
    const std::string& transfer_syntax) {
    const E_TransferSyntax xfer = DcmXfer(transfer_syntax.c_str()).getXfer();
    if (xfer == EXS_Unknown) {
        throw Unreadable("the transfer syntax " + transfer_syntax + " is not known");
    }
    DcmFileFormat format;
    DcmDataset& data = *format.getDataset();
    put_attributes(data, attributes);
    put_pixels(data, pixels, bytes, bits_allocated);
    compress(data, xfer);
    if (format.saveFile(path, xfer).bad()) {
        throw Unreadable("the file cannot be written; is the disk full or the folder read-only?");
    }
}

}  // namespace medtrain::dicom
