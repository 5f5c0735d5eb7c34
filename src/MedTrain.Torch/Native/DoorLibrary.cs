using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Finds <c>libmedtrain_torch.so</c> beside the assemblies and says what to do when it or its libtorch is absent.</summary>
internal static class DoorLibrary
{
    internal const string Name = "medtrain_torch";

#pragma warning disable CA2255 // The resolver must be in place before the first native call, whichever type makes it.
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(DoorLibrary).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Name)
        {
            return 0;
        }

        var path = Path.Combine(AppContext.BaseDirectory, $"lib{Name}.so");
        if (!File.Exists(path))
        {
            throw new DllNotFoundException($"{path} is missing: the native door to libtorch is not built. Run scripts/setup.");
        }

        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException problem)
        {
            throw new DllNotFoundException(
                $"{path} cannot be loaded, probably because the libtorch it was built against is gone. Run scripts/setup again "
                + $"(LIBTORCH=/path names another libtorch). {problem.Message}", problem);
        }
    }
}
