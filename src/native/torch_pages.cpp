#include "torch_pages.h"

#include <sched.h>
#include <sys/mman.h>

#include <cstdint>

namespace medtrain {
namespace {

// Makes the page real and leaves its content as it is, even while another thread writes there.
void touch(char* page) {
  char nothing = 0;
  __atomic_compare_exchange_n(page, &nothing, 0, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

}  // namespace

void* map_pages(size_t bytes) {
  void* whole = mmap(nullptr, bytes + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (whole == MAP_FAILED) return nullptr;
  const auto first = reinterpret_cast<uintptr_t>(whole);
  const auto start = (first + kHugePage - 1) / kHugePage * kHugePage;
  if (start > first) munmap(whole, start - first);
  if (start < first + kHugePage) munmap(reinterpret_cast<void*>(start + bytes), first + kHugePage - start);
  madvise(reinterpret_cast<void*>(start), bytes, MADV_HUGEPAGE);
  return reinterpret_cast<void*>(start);
}

void PagesAhead::fetch(size_t bytes) {
  end();
  auto* page = static_cast<char*>(map_pages(bytes));
  if (page == nullptr) return;
  next_ = page;
  end_ = page + bytes;
  stopped_ = false;
  toucher_ = std::thread([this, page, last = end_]() mutable {
    const sched_param any{};
    sched_setscheduler(0, SCHED_IDLE, &any);
    for (; page < last && !stopped_; page += kHugePage) {
      if (page + kHugePage > next_) touch(page);  // what was taken meanwhile is touched by its user
    }
  });
}

void* PagesAhead::take(size_t bytes) {
  if (left() < bytes) return nullptr;
  char* start = next_;
  next_ = start + bytes;
  return start;
}

void PagesAhead::end() {
  stopped_ = true;
  if (toucher_.joinable()) toucher_.join();
  if (left() > 0) munmap(next_, left());
  next_ = end_ = nullptr;
}

}  // namespace medtrain
