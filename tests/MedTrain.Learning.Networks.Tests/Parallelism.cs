// libtorch has one generator and one thread count for the whole process: tests that seed it run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
