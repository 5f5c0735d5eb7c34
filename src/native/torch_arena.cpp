#include "torch_arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <vector>

namespace medtrain {
namespace {

constexpr size_t kMapping = size_t{1} << 30;  // address space is asked for in such portions; it costs nothing until it is used
constexpr size_t kLeast = size_t{64} << 10;   // less than this is not cut off

size_t whole_pages(size_t bytes) { return (bytes + kPage - 1) / kPage * kPage; }

// What is backed is the beginning of a piece: the two make one only where that stays so.
bool can_join(const Arena::Piece* lower, const Arena::Piece* upper) {
  return lower->free && upper->free && (lower->backed == lower->size || upper->backed == 0);
}

}  // namespace

// The free piece to which the system has to add the least, the smallest of these; null where none is large enough.
Arena::Piece* Arena::find(size_t bytes) const {
  Piece least{nullptr, bytes, 0, true, nullptr, nullptr};
  Piece* best = nullptr;
  for (auto each = free_.lower_bound(&least); each != free_.end(); ++each) {
    if (best == nullptr || (*each)->backed > best->backed) best = *each;
    if (best->backed >= bytes) break;
  }
  return best;
}

size_t Arena::missing(size_t bytes) const {
  bytes = whole_pages(bytes);
  const Piece* found = find(bytes);
  return found == nullptr ? bytes : bytes - std::min(bytes, found->backed);
}

Arena::Piece* Arena::take(size_t bytes) {
  bytes = whole_pages(bytes);
  Piece* piece = find(bytes);
  if (piece == nullptr) piece = map(bytes);
  if (piece == nullptr) return nullptr;
  free_.erase(piece);
  kept_ -= piece->backed;
  if (piece->size - bytes >= kLeast) cut(piece, bytes);
  piece->free = false;
  return piece;
}

void Arena::put(Piece* piece) {
  piece->free = true;
  piece->backed = piece->size;
  kept_ += piece->size;
  add_free(piece);
}

void Arena::fetch(size_t bytes) {
  bytes = whole_pages(bytes);
  Piece* piece = free_.empty() ? nullptr : *free_.rbegin();
  if (piece == nullptr || piece->size - piece->backed < bytes) piece = map(bytes);
  if (piece == nullptr) return;
  ahead_.fetch(piece->start + piece->backed, bytes);
  piece->backed += bytes;
  kept_ += bytes;
}

void Arena::release(size_t bytes) {
  ahead_.stop();
  std::vector<Piece*> given;
  size_t released = 0;
  for (auto each = free_.rbegin(); each != free_.rend() && released < bytes; ++each) {
    if ((*each)->backed > 0) given.push_back(*each);
    released += (*each)->backed;
  }
  kept_ -= released;
  std::sort(given.begin(), given.end(), [](const Piece* a, const Piece* b) { return a->start < b->start; });
  for (Piece* piece : given) {
    madvise(piece->start, piece->backed, MADV_DONTNEED);
    piece->backed = 0;
    if (piece->below != nullptr && can_join(piece->below, piece)) free_.insert(join(piece->below, piece));
  }
}

// A new mapping, as one free piece.
Arena::Piece* Arena::map(size_t bytes) {
  size_t size = std::max(kMapping, whole_pages(bytes));
  char* start = map_huge_pages(size);
  if (start == nullptr) start = map_huge_pages(size = whole_pages(bytes));
  if (start == nullptr) return nullptr;
  auto* piece = new Piece{start, size, 0, true, nullptr, nullptr};
  free_.insert(piece);
  return piece;
}

// Leaves so many bytes to the piece; the rest becomes a free one.
void Arena::cut(Piece* piece, size_t bytes) {
  const size_t backed = std::max(piece->backed, bytes) - bytes;
  auto* rest = new Piece{piece->start + bytes, piece->size - bytes, backed, true, piece, piece->above};
  if (rest->above != nullptr) rest->above->below = rest;
  piece->above = rest;
  piece->size = bytes;
  kept_ += backed;
  free_.insert(rest);
}

// Takes both out of the free pieces, where they are among them.
Arena::Piece* Arena::join(Piece* lower, Piece* upper) {
  free_.erase(lower);
  free_.erase(upper);
  lower->size += upper->size;
  lower->backed += upper->backed;
  lower->above = upper->above;
  if (upper->above != nullptr) upper->above->below = lower;
  delete upper;
  return lower;
}

// Adds it to the free pieces, as one with its neighbours.
void Arena::add_free(Piece* piece) {
  if (piece->above != nullptr && can_join(piece, piece->above)) piece = join(piece, piece->above);
  if (piece->below != nullptr && can_join(piece->below, piece)) piece = join(piece->below, piece);
  free_.insert(piece);
}

}  // namespace medtrain
