using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Converting and moving modules; each returns the module itself.</summary>
public static class ModuleExtensionMethods
{
    /// <summary>Converts all real parameters and buffers to an element type.</summary>
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false)
        where T : nn.Module => Converted(module, null, type, non_blocking);

    /// <summary>Moves all parameters and buffers to a device and converts the real ones.</summary>
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false)
        where T : nn.Module => Converted(module, device, type, non_blocking);

    /// <summary>Moves all parameters and buffers to a device.</summary>
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => Converted(module, new Device(deviceType, deviceIndex), null, non_blocking);

    /// <summary>Moves all parameters and buffers to a device.</summary>
    public static T to<T>(this T module, Device device, bool non_blocking = false)
        where T : nn.Module => Converted(module, device, null, non_blocking);

    /// <summary>Moves all parameters and buffers to a device.</summary>
    public static T to<T>(this T module, string device, bool non_blocking = false)
        where T : nn.Module => Converted(module, new Device(device), null, non_blocking);

    /// <summary>Converts and moves all parameters and buffers to the type and device of a tensor.</summary>
    public static T to<T>(this T module, Tensor other, bool non_blocking = false)
        where T : nn.Module => Converted(module, other.device, other.dtype, non_blocking);

    /// <summary>Moves all parameters and buffers to the CPU.</summary>
    public static T cpu<T>(this T module, bool non_blocking = false)
        where T : nn.Module => Converted(module, CPU, null, non_blocking);

    /// <summary>Moves all parameters and buffers to a CUDA card.</summary>
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => Converted(module, new Device(DeviceType.CUDA, deviceIndex), null, non_blocking);

    /// <summary>Converts all real parameters and buffers to half precision.</summary>
    public static T half<T>(this T module, bool non_blocking = false)
        where T : nn.Module => Converted(module, null, ScalarType.Float16, non_blocking);

    /// <summary>Converts all real parameters and buffers to bfloat16.</summary>
    public static T bfloat16<T>(this T module, bool non_blocking = false)
        where T : nn.Module => Converted(module, null, ScalarType.BFloat16, non_blocking);

    /// <summary>Converts all real parameters and buffers to single precision.</summary>
    public static T @float<T>(this T module, bool non_blocking = false)
        where T : nn.Module => Converted(module, null, ScalarType.Float32, non_blocking);

    /// <summary>Converts all real parameters and buffers to double precision.</summary>
    public static T @double<T>(this T module, bool non_blocking = false)
        where T : nn.Module => Converted(module, null, ScalarType.Float64, non_blocking);

    private static T Converted<T>(T module, Device? device, ScalarType? dtype, bool non_blocking)
        where T : nn.Module
    {
        module.Convert(device, dtype, non_blocking);
        return module;
    }
}
