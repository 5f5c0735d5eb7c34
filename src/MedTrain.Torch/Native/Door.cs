using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>The functions of <c>src/native/torch_*.cpp</c>. Every argument is blittable; pointers marked "owned" there are owned by the
/// caller here.</summary>
internal static unsafe partial class Door
{
    private const string Library = DoorLibrary.Name;

    [LibraryImport(Library)] internal static partial byte* mt_last_error();
    [LibraryImport(Library)] internal static partial byte* mt_version();

    [LibraryImport(Library)] internal static partial void mt_install_allocator(long limit);
    [LibraryImport(Library)] internal static partial void mt_read_warnings(nint reader);
    [LibraryImport(Library)] internal static partial void mt_memory_counts(MemoryCounts* counts);
    [LibraryImport(Library)] internal static partial void mt_reset_peak_memory();
    [LibraryImport(Library)] internal static partial void mt_trim_memory();
    [LibraryImport(Library)] internal static partial int mt_fetch_memory(long bytes);

    [LibraryImport(Library)] internal static partial nint mt_find(byte* name, byte* overload);
    [LibraryImport(Library)] internal static partial int mt_call(
        nint op, NativeValue* arguments, int count, NativeValue* results, int capacity);
    [LibraryImport(Library)] internal static partial void mt_free(nint array);

    [LibraryImport(Library)] internal static partial void mt_release(nint* handles, int count);
    [LibraryImport(Library)] internal static partial nint mt_share(nint handle);

    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_dtype(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_dim(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long mt_numel(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long mt_device(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long mt_storage_offset(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_sizes(nint handle, long* sizes, int capacity);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_strides(nint handle, long* strides, int capacity);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_is_contiguous(nint handle, int format);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_is_strided(nint handle);
    [LibraryImport(Library)] internal static partial nint mt_data(nint handle);
    [LibraryImport(Library)] internal static partial nint mt_from_memory(int dtype, long* sizes, int dimensions, void* data, long bytes);

    [LibraryImport(Library)] internal static partial int mt_requires_grad(nint handle);
    [LibraryImport(Library)] internal static partial int mt_set_requires_grad(nint handle, int value);
    [LibraryImport(Library)] internal static partial int mt_is_leaf(nint handle);
    [LibraryImport(Library)] internal static partial nint mt_grad(nint handle);
    [LibraryImport(Library)] internal static partial int mt_set_grad(nint handle, nint gradient);
    [LibraryImport(Library)] internal static partial int mt_set_data(nint handle, nint replacement);
    [LibraryImport(Library)]
    internal static partial int mt_backward(
        nint* roots, int rootCount, nint* seeds, int seedCount, int retainGraph, int createGraph, nint* inputs, int inputCount);
    [LibraryImport(Library)]
    internal static partial int mt_gradients(
        nint* roots, int rootCount, nint* inputs, int inputCount, nint* seeds, int seedCount,
        int retainGraph, int createGraph, int allowUnused, nint* results);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void mt_set_grad_mode(int enabled);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_inference_mode();
    [LibraryImport(Library)] internal static partial nint mt_enter_inference_mode(int enabled);
    [LibraryImport(Library)] internal static partial void mt_leave_inference_mode(nint guard);

    [LibraryImport(Library)] internal static partial int mt_threads();
    [LibraryImport(Library)] internal static partial int mt_set_threads(int count);
    [LibraryImport(Library)] internal static partial int mt_interop_threads();
    [LibraryImport(Library)] internal static partial int mt_set_interop_threads(int count);

    [LibraryImport(Library)] internal static partial nint mt_default_generator(long device);
    [LibraryImport(Library)] internal static partial nint mt_new_generator(long device, ulong seed);
    [LibraryImport(Library)] internal static partial void mt_free_generator(nint generator);
    [LibraryImport(Library)] internal static partial int mt_generator_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial ulong mt_generator_current_seed(nint generator);
    [LibraryImport(Library)] internal static partial ulong mt_generator_reseed(nint generator);
    [LibraryImport(Library)] internal static partial nint mt_generator_state(nint generator);
    [LibraryImport(Library)] internal static partial int mt_set_generator_state(nint generator, nint state);
    [LibraryImport(Library)] internal static partial int mt_manual_seed(ulong seed);

    [LibraryImport(Library)] internal static partial int mt_enter_autocast(int device, int enabled, int dtype);
    [LibraryImport(Library)] internal static partial int mt_leave_autocast(int device, int before);
    [LibraryImport(Library)] internal static partial int mt_autocast(int device);
    [LibraryImport(Library)] internal static partial int mt_set_tensor_float32(int allowed);
    [LibraryImport(Library)] internal static partial int mt_enter_stream(int index, long* before);
    [LibraryImport(Library)] internal static partial int mt_leave_stream(long* before);

    [LibraryImport(Library)] internal static partial int mt_add_hook(nint handle, nint function, nint release, nint context);
    [LibraryImport(Library)] internal static partial int mt_remove_hook(nint handle, int hook);
    [LibraryImport(Library)]
    internal static partial nint mt_recomputed(nint output, nint* inputs, int count, nint function, nint release, nint context);

    [LibraryImport(Library)] internal static partial int mt_has_groups();
    [LibraryImport(Library)] internal static partial nint mt_join_group(byte* host, int port, int rank, int size, long timeoutMs, int card);
    [LibraryImport(Library)] internal static partial void mt_leave_group(nint group);
    [LibraryImport(Library)] internal static partial int mt_all_reduce(nint group, nint tensor, int operation);
    [LibraryImport(Library)] internal static partial int mt_broadcast(nint group, nint tensor, int root);
    [LibraryImport(Library)] internal static partial int mt_barrier(nint group);

    [LibraryImport(Library)] internal static partial int mt_has_cuda_headers();
    [LibraryImport(Library)] internal static partial nint mt_graph_begin(int index);
    [LibraryImport(Library)] internal static partial int mt_graph_end(nint graph);
    [LibraryImport(Library)] internal static partial int mt_graph_replay(nint graph);
    [LibraryImport(Library)] internal static partial void mt_graph_free(nint graph);
    [LibraryImport(Library)] internal static partial int mt_cuda_memory(int index, long* bytes);
    [LibraryImport(Library)] internal static partial int mt_reset_cuda_peak(int index);

    [LibraryImport(Library)] internal static partial int mt_set_deterministic(int enabled);
    [LibraryImport(Library)] internal static partial int mt_set_cudnn_benchmark(int enabled);
    [LibraryImport(Library)] internal static partial int mt_cuda_devices();
    [LibraryImport(Library)] internal static partial int mt_cuda_synchronize(int index);

    /// <summary>The error text of this thread's last failed call.</summary>
    internal static string LastError => Text(mt_last_error());

    /// <summary>The version of the libtorch that the door was built against, such as 1.13.1.</summary>
    internal static string Version => Text(mt_version());

    /// <summary>Throws when a native function reports failure (a negative code).</summary>
    /// <exception cref="TorchException">Always for a negative code.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Check(int code, string function) => code >= 0 ? code : throw new TorchException(function, LastError);

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
