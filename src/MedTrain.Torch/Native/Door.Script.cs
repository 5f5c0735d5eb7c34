using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <content>The functions of <c>src/native/torch_script.cpp</c>.</content>
internal static unsafe partial class Door
{
    [LibraryImport(Library)] internal static partial nint mt_script_load(byte* bytes, long count, long device);
    [LibraryImport(Library)] internal static partial void mt_script_free(nint script);
    [LibraryImport(Library)] internal static partial int mt_script_save(nint script, byte* path);
    [LibraryImport(Library)] internal static partial int mt_script_train(nint script, int on);
    [LibraryImport(Library)] internal static partial int mt_script_training(nint script);
    [LibraryImport(Library)]
    internal static partial int mt_script_state(nint script, int buffers, nint* tensors, int capacity, byte* names, int size);
    [LibraryImport(Library)]
    internal static partial NativeValue* mt_script_run(nint script, byte* method, NativeValue* arguments, int count, int* results);
}
