// Memory asked of the system by the page, for the allocator.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>

namespace medtrain {

constexpr size_t kPage = 4096;
constexpr size_t kHugePage = size_t{2} << 20;

// A mapping that begins at a multiple of 2 MiB, so that all whole 2 MiB of it can be huge pages; null when the system has no more.
char* map_huge_pages(size_t bytes);

// Fetches memory before it is needed, by a thread that touches it: the first touch of a page takes long, that of a training step's
// memory longer than the step where a virtual machine has to ask its host. It comes in small pages, of which the system has some at
// hand; the system joins them to huge ones while they are used. One caller at a time.
class PagesAhead {
 public:
  // Begins to fetch so many bytes of a mapping from there on; an earlier fetch ends where it is.
  void fetch(char* start, size_t bytes);

  // Waits for the page that is being touched; the rest stays as it is.
  void stop();

 private:
  std::atomic<bool> stopped_{false};
  std::thread toucher_;
};

}  // namespace medtrain
