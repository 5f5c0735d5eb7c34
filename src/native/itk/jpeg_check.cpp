#include "jpeg_check.hpp"

#include "../abi.hpp"

#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>
#include <jerror.h>

namespace medtrain::itk_door {

namespace {

struct StrictErrors {
    jpeg_error_mgr manager;  // first: libjpeg hands back a pointer to it
    std::jmp_buf give_up;
    bool missing_data;
};

StrictErrors& of(j_common_ptr info) { return *reinterpret_cast<StrictErrors*>(info->err); }

void on_error(j_common_ptr info) { std::longjmp(of(info).give_up, 1); }

void on_message(j_common_ptr info, int level) {
    const int code = info->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE || code == JWRN_MUST_RESYNC)) {
        of(info).missing_data = true;
    }
}

// True when the coefficients of the whole picture are there. No object with a destructor lives across the jump.
bool read_coefficients(std::FILE* file, std::int64_t max_pixels) {
    jpeg_decompress_struct info;
    StrictErrors errors;
    info.err = jpeg_std_error(&errors.manager);
    errors.manager.error_exit = on_error;
    errors.manager.emit_message = on_message;
    errors.missing_data = false;
    if (setjmp(errors.give_up) != 0) {
        jpeg_destroy_decompress(&info);
        return false;
    }
    jpeg_create_decompress(&info);
    jpeg_stdio_src(&info, file);
    jpeg_read_header(&info, TRUE);
    if (std::int64_t{info.image_width} * info.image_height > max_pixels) {
        jpeg_destroy_decompress(&info);
        return false;  // before libjpeg takes memory for the coefficients
    }
    jpeg_read_coefficients(&info);
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return !errors.missing_data;
}

}  // namespace

void check_jpeg_is_whole(const char* path, std::int64_t max_pixels) {
    std::FILE* file = std::fopen(path, "rb");
    if (file == nullptr) {
        throw Unreadable("no such file, or it may not be read");
    }
    const bool whole = read_coefficients(file, max_pixels);
    std::fclose(file);
    if (!whole) {
        throw Unreadable("truncated or damaged: parts of the JPEG picture are missing; copy or download it again");
    }
}

}  // namespace medtrain::itk_door
