// Memory asked of the system by the page, for the allocator.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>

namespace medtrain {

constexpr size_t kPage = 4096;
constexpr size_t kHugePage = size_t{2} << 20;

// A mapping that begins at a multiple of 2 MiB, so that all whole 2 MiB of it can be huge pages; null when the system has no more.
void* map_huge_pages(size_t bytes);

// Memory that is fetched before it is needed, by a thread that touches it: the first touch of a page takes long, that of a training
// step's memory longer than the step where a virtual machine has to ask its host. It comes in small pages, of which the system has some
// at hand; the system joins them to huge ones while they are used. Whoever calls holds the allocator's lock.
class PagesAhead {
 public:
  // Begins to fetch; what was left of an earlier fetch is given back.
  void fetch(size_t bytes);

  // The next so many bytes, touched or not; null when fewer are left. They are given back with munmap, after `end`.
  void* take(size_t bytes);

  // Waits for the page that is being touched, and gives back what has not been taken.
  void end();

  size_t left() const { return end_ - next_.load(std::memory_order_relaxed); }

 private:
  std::atomic<char*> next_{nullptr};
  char* end_ = nullptr;
  std::atomic<bool> stopped_{false};
  std::thread toucher_;
};

}  // namespace medtrain
