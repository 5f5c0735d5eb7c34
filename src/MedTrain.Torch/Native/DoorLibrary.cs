using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Finds <c>libmedtrain_torch.so</c> beside the assemblies, says what to do when it or its libtorch is absent, and prepares
/// libtorch before its first tensor.</summary>
internal static unsafe class DoorLibrary
{
    internal const string Name = "medtrain_torch";

    private static readonly Lock s_gate = new();
    private static nint s_library;

#pragma warning disable CA2255 // The resolver must be in place before the first native call, whichever type makes it.
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(DoorLibrary).Assembly, Resolve);
#pragma warning restore CA2255

    // Asked for every imported function; the first one to ask loads the library, the others wait.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Name)
        {
            return 0;
        }

        lock (s_gate)
        {
            return s_library != 0 ? s_library : s_library = Load();
        }
    }

    private static nint Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"lib{Name}.so");
        if (!File.Exists(path))
        {
            throw new DllNotFoundException($"{path} is missing: the native door to libtorch is not built. Run scripts/setup.");
        }

        try
        {
            var library = NativeLibrary.Load(path);
            Prepare(library);
            return library;
        }
        catch (DllNotFoundException problem)
        {
            throw new DllNotFoundException(
                $"{path} cannot be loaded, probably because the libtorch it was built against is gone. Run scripts/setup again "
                + $"(LIBTORCH=/path names another libtorch). {problem.Message}", problem);
        }
    }

    // By address: a call through the import itself would come back here.
    private static void Prepare(nint library)
    {
        // What the runtime may use respects the limits of containers and batch systems.
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        ((delegate* unmanaged<long, void>)NativeLibrary.GetExport(library, nameof(Door.mt_install_allocator)))(limit);
        ((delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, nameof(Door.mt_read_warnings)))(LibtorchWarnings.Reader);
    }
}
