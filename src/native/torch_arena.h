// The memory that all threads' larger tensors share: pieces of a few large mappings, cut where a tensor needs less than what is free,
// and joined with their free neighbours when it is done. So what one network or step has used serves the next one, whatever its sizes:
// fresh memory is cleared by the system and, in a virtual machine, fetched from its host, which can take longer than what is computed in it.
#pragma once

#include <cstddef>
#include <set>

#include "torch_pages.h"

namespace medtrain {

// One caller at a time: whoever calls holds the allocator's lock.
class Arena {
 public:
  // A stretch of memory, a multiple of a page. Of a free one, the first `backed` bytes hold memory of the system already.
  struct Piece {
    char* start;
    size_t size;
    size_t backed;
    bool free;
    Piece* below;  // its neighbours in the mapping
    Piece* above;
  };

  // How much the system would have to add for so many bytes.
  size_t missing(size_t bytes) const;

  // A piece of at least so many bytes, which needs the least from the system; null when the system has no more.
  Piece* take(size_t bytes);
  void put(Piece* piece);

  // Begins to add so many bytes to what is kept, beside what this process does.
  void fetch(size_t bytes);

  // Gives at least so many kept bytes back to the system, the largest pieces first, as far as there are any.
  void release(size_t bytes);

  // Bytes that hold memory of the system and no tensor.
  size_t kept() const { return kept_; }

 private:
  struct Smaller {
    bool operator()(const Piece* a, const Piece* b) const { return a->size != b->size ? a->size < b->size : a->start < b->start; }
  };
  Piece* find(size_t bytes) const;
  Piece* map(size_t bytes);
  void cut(Piece* piece, size_t bytes);
  Piece* join(Piece* lower, Piece* upper);
  void add_free(Piece* piece);

  std::set<Piece*, Smaller> free_;
  size_t kept_ = 0;
  PagesAhead ahead_;
};

}  // namespace medtrain
