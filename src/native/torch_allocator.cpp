// The memory of CPU tensors: an allocator that keeps freed blocks for the next step instead of asking the system for fresh pages.
// Small blocks wait in lists of each thread; larger ones are pieces of an arena that all threads share.
#include "torch_allocator.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unordered_set>

#include <c10/core/CPUAllocator.h>

#include "torch_arena.h"
#include "torch_door.h"

namespace medtrain {
namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kHeader = 64;                     // before the tensor's memory: what Block says
constexpr size_t kSmallest = 128;
constexpr size_t kShared = size_t{64} << 10;       // smaller blocks wait in the lists of the thread that frees them
constexpr size_t kKeptByThread = size_t{2} << 20;  // more than this goes back to the C library
constexpr int kStepsADoubling = 8;                 // small blocks' sizes: 128, 144, 160, …, 256, 288, …: at most one eighth is unused
constexpr int kInArena = -1;                       // the bucket of larger blocks

struct Block {
  union {
    Block* next;          // of a small block that waits
    Arena::Piece* piece;  // of a larger one
  };
  int32_t bucket;
};
static_assert(sizeof(Block) <= kHeader);

void* memory_of(Block* block) { return reinterpret_cast<char*>(block) + kHeader; }
Block* block_of(void* memory) { return reinterpret_cast<Block*>(static_cast<char*>(memory) - kHeader); }

constexpr int bucket_of(size_t bytes) {
  const size_t last = (bytes < kSmallest ? kSmallest : bytes) - 1;
  const int doubling = 63 - __builtin_clzll(last);
  return (doubling - 6) * kStepsADoubling + static_cast<int>((last >> (doubling - 3)) & (kStepsADoubling - 1));
}

size_t size_of(int bucket) {
  return static_cast<size_t>(kStepsADoubling + bucket % kStepsADoubling + 1) << (bucket / kStepsADoubling + 3);
}

constexpr int kBuckets = bucket_of(kShared) + 1;

Block* ask_system(int bucket) {
  void* memory = nullptr;
  return posix_memalign(&memory, kAlignment, size_of(bucket)) == 0 ? static_cast<Block*>(memory) : nullptr;
}

// What the machine could give without swapping, in bytes; "very much" where /proc does not say.
int64_t available_memory() {
  int64_t kilobytes = INT64_MAX >> 10;
  if (FILE* file = std::fopen("/proc/meminfo", "r")) {
    char line[128];
    while (std::fgets(line, sizeof(line), file) != nullptr && std::sscanf(line, "MemAvailable: %ld", &kilobytes) != 1) {
    }
    std::fclose(file);
  }
  return kilobytes << 10;
}

// A count that one thread writes and others read.
class Tally {
 public:
  void add(int64_t amount) { value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed); }
  int64_t read() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> value_{0};
};

// The blocks that all threads share, and what the allocator knows of the machine.
class SharedBlocks {
 public:
  void set_limit(int64_t bytes) { limit_ = bytes; }

  Block* take(size_t bytes) {
    std::lock_guard<std::mutex> lock(gate_);
    make_room(bytes);
    const bool kept = arena_.missing(bytes) == 0;
    Arena::Piece* piece = arena_.take(bytes);
    if (piece == nullptr && arena_.kept() > 0) {
      arena_.release(arena_.kept());
      piece = arena_.take(bytes);
    }
    if (piece == nullptr) return nullptr;
    ++(kept ? reused_ : fetched_);
    used_ += static_cast<int64_t>(piece->size);
    if (used_ > peak_) peak_ = used_;
    auto* block = reinterpret_cast<Block*>(piece->start);
    block->piece = piece;
    return block;
  }

  void put(Block* block) {
    std::lock_guard<std::mutex> lock(gate_);
    used_ -= static_cast<int64_t>(block->piece->size);
    arena_.put(block->piece);
    release(kept() - limit_ / 2);
  }

  // Fetches what is short of `bytes`, unless something would have to give way for it.
  void fetch_ahead(int64_t bytes) {
    std::lock_guard<std::mutex> lock(gate_);
    const int64_t missing = bytes - used_ - kept();
    if (missing <= 0) return;
    if (bytes <= allowed() && available_memory() >= missing + limit_ / 16) arena_.fetch(static_cast<size_t>(missing));
  }

  void trim() {
    std::lock_guard<std::mutex> lock(gate_);
    release(kept());
  }

  void read(MemoryCounts& counts) {
    std::lock_guard<std::mutex> lock(gate_);
    counts.used += used_;
    counts.peak = peak_;
    counts.kept += kept();
    counts.limit = limit_;
    counts.reused += reused_;
    counts.fetched += fetched_;
  }

  void reset_peak() {
    std::lock_guard<std::mutex> lock(gate_);
    peak_ = used_;
  }

 private:
  int64_t kept() const { return static_cast<int64_t>(arena_.kept()); }
  int64_t allowed() const { return limit_ - limit_ / 8; }

  void release(int64_t bytes) {
    if (bytes > 0) arena_.release(static_cast<size_t>(bytes));
  }

  // Before new memory is taken, what is kept gives way to the limit of this process and to the needs of others.
  void make_room(size_t bytes) {
    const auto missing = [&] { return static_cast<int64_t>(arena_.missing(bytes)); };
    for (int round = 0; round < 2 && missing() > 0; ++round) release(used_ + kept() + missing() - allowed());
    if (missing() >= static_cast<int64_t>(kHugePage) && kept() > 0 && available_memory() < missing() + limit_ / 16) release(kept());
  }

  std::mutex gate_;
  Arena arena_;
  int64_t limit_ = INT64_MAX;
  int64_t used_ = 0, peak_ = 0, reused_ = 0, fetched_ = 0;
};

// Lives as long as the process: tensors of static objects are freed after all destructors have run.
SharedBlocks& shared_blocks() {
  static auto* blocks = new SharedBlocks();
  return *blocks;
}

class ThreadBlocks;

// Every living thread's lists, and the counts of those that have ended.
struct Threads {
  std::mutex gate;
  std::unordered_set<ThreadBlocks*> living;
  MemoryCounts ended;
};

Threads& threads() {
  static auto* all = new Threads();
  return *all;
}

// The small blocks that one thread has freed and will use next.
class ThreadBlocks {
 public:
  ThreadBlocks() {
    std::lock_guard<std::mutex> lock(threads().gate);
    threads().living.insert(this);
  }

  ~ThreadBlocks() {
    gone = true;
    for (Block* waiting : free_) {
      while (Block* block = waiting) {
        waiting = block->next;
        std::free(block);
      }
    }
    kept_.add(-kept_.read());
    std::lock_guard<std::mutex> lock(threads().gate);
    threads().living.erase(this);
    read(threads().ended);
  }

  Block* take(int bucket) {
    const auto bytes = static_cast<int64_t>(size_of(bucket));
    Block* block = free_[bucket];
    if (block != nullptr) {
      free_[bucket] = block->next;
      kept_.add(-bytes);
      reused_.add(1);
    } else {
      block = ask_system(bucket);
      if (block == nullptr) return nullptr;
      fetched_.add(1);
    }
    used_.add(bytes);
    return block;
  }

  void put(Block* block, int bucket) {
    const auto bytes = static_cast<int64_t>(size_of(bucket));
    used_.add(-bytes);
    if (kept_.read() + bytes > static_cast<int64_t>(kKeptByThread)) {
      std::free(block);
      return;
    }
    block->next = free_[bucket];
    free_[bucket] = block;
    kept_.add(bytes);
  }

  void read(MemoryCounts& counts) const {
    counts.used += used_.read();
    counts.kept += kept_.read();
    counts.reused += reused_.read();
    counts.fetched += fetched_.read();
  }

  // The thread's lists are destroyed; tensors that it frees after that go straight back.
  static thread_local bool gone;

 private:
  std::array<Block*, kBuckets> free_{};
  Tally used_, kept_, reused_, fetched_;
};
thread_local bool ThreadBlocks::gone = false;

ThreadBlocks& thread_blocks() {
  static thread_local ThreadBlocks blocks;
  return blocks;
}

Block* take(size_t bytes) {
  const bool shared = bytes > kShared;
  const int bucket = shared ? kInArena : bucket_of(bytes);
  Block* block = shared ? shared_blocks().take(bytes) : ThreadBlocks::gone ? ask_system(bucket) : thread_blocks().take(bucket);
  if (block != nullptr) block->bucket = bucket;
  return block;
}

void deallocate(void* memory) {
  if (memory == nullptr) return;
  Block* block = block_of(memory);
  if (block->bucket == kInArena) shared_blocks().put(block);
  else if (ThreadBlocks::gone) std::free(block);
  else thread_blocks().put(block, block->bucket);
}

class CachingAllocator final : public c10::Allocator {
 public:
  // libtorch 1.13 declares these functions const, later ones do not, and copy_data came later: each overrides what there is.
  c10::DataPtr allocate(size_t bytes) const { return provide(bytes); }
  c10::DataPtr allocate(size_t bytes) { return provide(bytes); }
  void copy_data(void* target, const void* source, size_t bytes) const { std::memcpy(target, source, bytes); }
  c10::DeleterFnPtr raw_deleter() const override { return deallocate; }

 private:
  static c10::DataPtr provide(size_t bytes) {
    const c10::Device cpu(c10::DeviceType::CPU);
    if (bytes == 0) return {nullptr, nullptr, deallocate, cpu};
    TORCH_CHECK(bytes < (size_t{1} << 46), "a tensor of ", bytes, " bytes is larger than any machine's memory");
    Block* block = take(bytes + kHeader);
    if (block == nullptr) {
      const auto counts = memory_counts();
      TORCH_CHECK(false, "not enough memory: ", bytes, " bytes were asked for, tensors hold ", counts.used, " bytes already");
    }
    void* memory = memory_of(block);
    return {memory, memory, deallocate, cpu};
  }
};

}  // namespace

MemoryCounts memory_counts() {
  MemoryCounts counts;
  {
    std::lock_guard<std::mutex> lock(threads().gate);
    counts = threads().ended;
    for (const auto* thread : threads().living) thread->read(counts);
  }
  shared_blocks().read(counts);
  return counts;
}

}  // namespace medtrain

using namespace medtrain;

// Makes libtorch take the memory of CPU tensors from here; `limit` is what the process may use in bytes. Before the first tensor.
MEDTRAIN_EXPORT void mt_install_allocator(int64_t limit) {
  static CachingAllocator allocator;
  shared_blocks().set_limit(limit);
  c10::SetCPUAllocator(&allocator);
}

// Fetches memory beside what this process does, until tensors and what is kept for them are so many bytes.
MEDTRAIN_EXPORT int mt_fetch_memory(int64_t bytes) {
  return guarded(kFailed, [&] {
    shared_blocks().fetch_ahead(bytes);
    return 0;
  });
}

MEDTRAIN_EXPORT void mt_memory_counts(MemoryCounts* counts) { *counts = memory_counts(); }
MEDTRAIN_EXPORT void mt_reset_peak_memory() { shared_blocks().reset_peak(); }

// Gives all memory that no tensor uses back to the system, except the small blocks of other threads.
MEDTRAIN_EXPORT void mt_trim_memory() { shared_blocks().trim(); }
