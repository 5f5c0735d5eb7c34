// The ITK door: PNG, JPEG, TIFF, NRRD and MetaImage files to floats, and grey PNG files. ITK's image readers are used directly,
// without its templated images. Nothing is printed by this code and no exception leaves; the libraries below print, which is why
// this runs in a worker process whose standard output is out of reach.
#include "abi.hpp"
#include "itk/jpeg_check.hpp"
#include "json.hpp"

#include <itkImageIOBase.h>
#include <itkJPEGImageIO.h>
#include <itkMetaImageIO.h>
#include <itkNrrdImageIO.h>
#include <itkObject.h>
#include <itkPNGImageIO.h>
#include <itkTIFFImageIO.h>

#include <cstdint>
#include <memory>
#include <vector>

using medtrain::Unreadable;

namespace {

struct OpenedImage {
    itk::ImageIOBase::Pointer io;
    std::string header_json;
};

template <typename IO>
itk::ImageIOBase::Pointer make() {
    return itk::ImageIOBase::Pointer(IO::New().GetPointer());
}

struct Format {
    const char* name;
    itk::ImageIOBase::Pointer (*make)();
};

const Format formats[] = {
    {"png", make<itk::PNGImageIO>},
    {"jpeg", make<itk::JPEGImageIO>},
    {"tiff", make<itk::TIFFImageIO>},
    {"nrrd", make<itk::NrrdImageIO>},
    {"meta", make<itk::MetaImageIO>},
};

itk::ImageIOBase::Pointer make_io(const std::string& name) {
    for (const Format& format : formats) {
        if (name == format.name) {
            return format.make();
        }
    }
    throw Unreadable("format " + name + " is not known to the ITK door");
}

const char* component_name(itk::IOComponentEnum type) {
    switch (type) {
        case itk::IOComponentEnum::UCHAR: return "uint8";
        case itk::IOComponentEnum::CHAR: return "int8";
        case itk::IOComponentEnum::USHORT: return "uint16";
        case itk::IOComponentEnum::SHORT: return "int16";
        case itk::IOComponentEnum::UINT: return "uint32";
        case itk::IOComponentEnum::INT: return "int32";
        case itk::IOComponentEnum::ULONG: case itk::IOComponentEnum::ULONGLONG: return "uint64";
        case itk::IOComponentEnum::LONG: case itk::IOComponentEnum::LONGLONG: return "int64";
        case itk::IOComponentEnum::FLOAT: return "float32";
        case itk::IOComponentEnum::DOUBLE: return "float64";
        default: throw Unreadable("its pixels are of a type that is not read");
    }
}

// sizes, spacing, origin: x first; direction: for each axis its LPS unit vector.
std::string describe(const itk::ImageIOBase& io) {
    medtrain::JsonWriter json;
    json.begin_object();
    json.string("component_type", component_name(io.GetComponentType()));
    json.integer("components", io.GetNumberOfComponents());
    json.integer("component_bytes", io.GetComponentSize());
    json.begin_array("size");
    for (unsigned int axis = 0; axis < io.GetNumberOfDimensions(); axis++) {
        json.integer(nullptr, static_cast<std::int64_t>(io.GetDimensions(axis)));
    }
    json.end_array();
    json.begin_array("spacing");
    for (unsigned int axis = 0; axis < io.GetNumberOfDimensions(); axis++) {
        json.number(nullptr, io.GetSpacing(axis));
    }
    json.end_array();
    json.begin_array("origin");
    for (unsigned int axis = 0; axis < io.GetNumberOfDimensions(); axis++) {
        json.number(nullptr, io.GetOrigin(axis));
    }
    json.end_array();
    json.begin_array("direction");
    for (unsigned int axis = 0; axis < io.GetNumberOfDimensions(); axis++) {
        json.begin_array();
        for (const double cosine : io.GetDirection(axis)) {
            json.number(nullptr, cosine);
        }
        json.end_array();
    }
    json.end_array();
    json.end_object();
    return json.text();
}

template <typename T>
void to_floats(const std::vector<std::uint8_t>& bytes, float* target, std::int64_t count) {
    const T* samples = reinterpret_cast<const T*>(bytes.data());
    for (std::int64_t i = 0; i < count; i++) {
        target[i] = static_cast<float>(samples[i]);
    }
}

void convert(itk::IOComponentEnum type, const std::vector<std::uint8_t>& bytes, float* target, std::int64_t count) {
    switch (type) {
        case itk::IOComponentEnum::UCHAR: return to_floats<std::uint8_t>(bytes, target, count);
        case itk::IOComponentEnum::CHAR: return to_floats<std::int8_t>(bytes, target, count);
        case itk::IOComponentEnum::USHORT: return to_floats<std::uint16_t>(bytes, target, count);
        case itk::IOComponentEnum::SHORT: return to_floats<std::int16_t>(bytes, target, count);
        case itk::IOComponentEnum::UINT: return to_floats<std::uint32_t>(bytes, target, count);
        case itk::IOComponentEnum::INT: return to_floats<std::int32_t>(bytes, target, count);
        case itk::IOComponentEnum::ULONG: case itk::IOComponentEnum::ULONGLONG: return to_floats<std::uint64_t>(bytes, target, count);
        case itk::IOComponentEnum::LONG: case itk::IOComponentEnum::LONGLONG: return to_floats<std::int64_t>(bytes, target, count);
        case itk::IOComponentEnum::FLOAT: return to_floats<float>(bytes, target, count);
        case itk::IOComponentEnum::DOUBLE: return to_floats<double>(bytes, target, count);
        default: throw Unreadable("its pixels are of a type that is not read");
    }
}

itk::ImageIORegion whole(const itk::ImageIOBase& io) {
    itk::ImageIORegion region(io.GetNumberOfDimensions());
    for (unsigned int axis = 0; axis < io.GetNumberOfDimensions(); axis++) {
        region.SetIndex(axis, 0);
        region.SetSize(axis, io.GetDimensions(axis));
    }
    return region;
}

void check_size(const itk::ImageIOBase& io, std::int64_t max_pixels) {
    double pixels = 1;
    for (unsigned int axis = 0; axis < io.GetNumberOfDimensions(); axis++) {
        pixels *= static_cast<double>(io.GetDimensions(axis));
    }
    if (pixels < 1 || pixels > static_cast<double>(max_pixels)) {
        throw Unreadable("its header claims more pixels than a file of its size or the limit allows");
    }
}

// ITK's exceptions quote the path; what they say beyond that is too technical to help.
template <typename Body>
void with_itk(const char* what, Body body) {
    try {
        body();
    } catch (const itk::ExceptionObject&) {
        throw Unreadable(what);
    }
}

}  // namespace

// Opens a file of a given format (png, jpeg, tiff, nrrd, meta) and reads its header. A header that claims more than max_pixels is
// refused. On success *handle must be closed.
MEDTRAIN_EXPORT int medtrain_itk_open(
    const char* format, const char* path, std::int64_t max_pixels, void** handle, char* error, int error_size) {
    return medtrain::guarded(error, error_size, [&] {
        itk::Object::GlobalWarningDisplayOff();
        if (std::string(format) == "jpeg") {
            medtrain::itk_door::check_jpeg_is_whole(path, max_pixels);
        }
        auto image = std::make_unique<OpenedImage>();
        image->io = make_io(format);
        with_itk("damaged or truncated: its header cannot be read", [&] {
            image->io->SetFileName(path);
            image->io->ReadImageInformation();
            image->header_json = describe(*image->io);
        });
        check_size(*image->io, max_pixels);
        *handle = image.release();
    });
}

// The header as JSON; lives as long as the handle.
MEDTRAIN_EXPORT const char* medtrain_itk_header(void* handle) {
    return static_cast<OpenedImage*>(handle)->header_json.c_str();
}

// Reads all samples, x fastest, components interleaved. count must be the product of size and components.
MEDTRAIN_EXPORT int medtrain_itk_read(void* handle, float* target, std::int64_t count, char* error, int error_size) {
    return medtrain::guarded(error, error_size, [&] {
        itk::ImageIOBase& io = *static_cast<OpenedImage*>(handle)->io;
        if (count != static_cast<std::int64_t>(io.GetImageSizeInComponents())) {
            throw Unreadable("its header changed while it was read");
        }
        io.SetIORegion(whole(io));
        std::vector<std::uint8_t> bytes(static_cast<size_t>(io.GetImageSizeInBytes()));
        with_itk("damaged or truncated: its pixels cannot be decoded whole", [&] { io.Read(bytes.data()); });
        convert(io.GetComponentType(), bytes, target, count);
    });
}

MEDTRAIN_EXPORT void medtrain_itk_close(void* handle) {
    delete static_cast<OpenedImage*>(handle);
}

// Writes a grey PNG of 8 or 16 bits; samples are width * height values in this machine's byte order.
MEDTRAIN_EXPORT int medtrain_itk_write_png(
    const char* path, const void* samples, int width, int height, int bits, char* error, int error_size) {
    return medtrain::guarded(error, error_size, [&] {
        const itk::ImageIOBase::Pointer io = make<itk::PNGImageIO>();
        io->SetNumberOfDimensions(2);
        io->SetDimensions(0, static_cast<itk::SizeValueType>(width));
        io->SetDimensions(1, static_cast<itk::SizeValueType>(height));
        io->SetNumberOfComponents(1);
        io->SetPixelType(itk::IOPixelEnum::SCALAR);
        io->SetComponentType(bits == 16 ? itk::IOComponentEnum::USHORT : itk::IOComponentEnum::UCHAR);
        io->SetUseCompression(true);
        io->SetIORegion(whole(*io));
        io->SetFileName(path);
        with_itk("the PNG file cannot be written", [&] { io->Write(samples); });
    });
}
