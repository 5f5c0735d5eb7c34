#include "torch_pages.h"

#include <sys/mman.h>

#include <cstdint>

namespace medtrain {
namespace {

// A mapping that begins at a multiple of 2 MiB; null when the system has no more.
char* map_aligned(size_t bytes) {
  void* whole = mmap(nullptr, bytes + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (whole == MAP_FAILED) return nullptr;
  const auto first = reinterpret_cast<uintptr_t>(whole);
  const auto start = (first + kHugePage - 1) / kHugePage * kHugePage;
  if (start > first) munmap(whole, start - first);
  if (start < first + kHugePage) munmap(reinterpret_cast<void*>(start + bytes), first + kHugePage - start);
  return reinterpret_cast<char*>(start);
}

// Makes the page real and leaves its content as it is, even while another thread writes there.
void touch(char* page) {
  char nothing = 0;
  __atomic_compare_exchange_n(page, &nothing, 0, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

}  // namespace

char* map_huge_pages(size_t bytes) {
  char* start = map_aligned(bytes);
  if (start != nullptr) madvise(start, bytes, MADV_HUGEPAGE);
  return start;
}

void PagesAhead::fetch(char* start, size_t bytes) {
  stop();
  stopped_ = false;
  toucher_ = std::thread([this, start, bytes] {
    madvise(start, bytes, MADV_NOHUGEPAGE);
    for (char* page = start; page < start + bytes && !stopped_; page += kPage) touch(page);
    madvise(start, bytes, MADV_HUGEPAGE);
  });
}

void PagesAhead::stop() {
  stopped_ = true;
  if (toucher_.joinable()) toucher_.join();
}

}  // namespace medtrain
