using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of libtorch.</summary>
    public static string __version__ => Door.Version;

    /// <summary>The innermost dispose scope of this thread, if one is open.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.OfThisThread.Current;

    /// <summary>Opens a dispose scope: tensors that this thread makes from now on are disposed with it, unless moved out.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.OfThisThread.Open();

    /// <summary>Runs the expression in a dispose scope of its own; only its result survives.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(expr());
    }

    /// <summary>How many threads one operator may use.</summary>
    public static int get_num_threads() => Door.Check(Door.mt_threads(), nameof(get_num_threads));

    /// <summary>Sets how many threads one operator may use.</summary>
    public static void set_num_threads(int num) => Door.Check(Door.mt_set_threads(num), nameof(set_num_threads));

    /// <summary>How many operators may run at the same time.</summary>
    public static int get_num_interop_threads() => Door.Check(Door.mt_interop_threads(), nameof(get_num_interop_threads));

    /// <summary>Sets how many operators may run at the same time; only once, before the first parallel work.</summary>
    public static void set_num_interop_threads(int num) => Door.Check(Door.mt_set_interop_threads(num), nameof(set_num_interop_threads));

    /// <summary>Whether this libtorch sees a CUDA card.</summary>
    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>NVIDIA's cards.</summary>
    public static class cuda
    {
        /// <summary>Whether this libtorch sees a CUDA card.</summary>
        public static bool is_available() => Door.mt_cuda_devices() > 0;

        /// <summary>How many CUDA cards this libtorch sees.</summary>
        public static int device_count() => Door.mt_cuda_devices();

        /// <summary>Seeds the generators of all cards.</summary>
        public static void manual_seed(long seed) => random.manual_seed(seed);

        /// <summary>Seeds the generators of all cards.</summary>
        public static void manual_seed_all(long seed) => random.manual_seed(seed);

        /// <summary>Waits until a card has done its work.</summary>
        public static void synchronize(Device? device = null) =>
            Door.Check(Door.mt_cuda_synchronize(device?.index ?? -1), nameof(synchronize));
    }
}
