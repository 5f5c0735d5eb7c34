namespace TorchSharp;

/// <summary>The kinds of device; the numbers are libtorch's.</summary>
public enum DeviceType
{
    /// <summary>The processor.</summary>
    CPU = 0,

    /// <summary>An NVIDIA graphics card.</summary>
    CUDA = 1,

    /// <summary>Apple's graphics processor.</summary>
    MPS = 13,

    /// <summary>No memory at all: shapes only.</summary>
    META = 14,
}

public static partial class torch
{
    private static Device? cudaDevice;
    private static Device? mpsDevice;

    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>A device of shapes without memory.</summary>
    public static readonly Device META = new(DeviceType.META);

    private static Device defaultDevice = CPU;

    /// <summary>The current CUDA card.</summary>
    public static Device CUDA => cudaDevice ??= new Device(DeviceType.CUDA);

    /// <summary>Apple's graphics processor.</summary>
    public static Device MPS => mpsDevice ??= new Device(DeviceType.MPS);

    /// <summary>A device from text such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    public static Device device(string description) => new(description);

    /// <summary>A device of the named kind.</summary>
    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    /// <summary>A device of the given kind.</summary>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>The CUDA card with the given number.</summary>
    public static Device device(int index) => new(DeviceType.CUDA, index);

    /// <summary>The device of new tensors when none is named: the CPU unless changed.</summary>
    public static Device get_default_device() => defaultDevice;

    /// <summary>Sets the device of new tensors when none is named.</summary>
    public static void set_default_device(Device device) => defaultDevice = device;

    /// <summary>Sets the device of new tensors when none is named.</summary>
    public static void set_default_device(string device) => defaultDevice = new Device(device);

    /// <summary>Where a tensor lives.</summary>
    public class Device
    {
        /// <summary>A device from text such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
        /// <exception cref="ArgumentException">The text names no known device.</exception>
        public Device(string description)
        {
            var parts = description.Split(':');
            var index = -1;
            if (parts.Length > 2 || (parts.Length == 2 && !(int.TryParse(parts[1], out index) && index >= 0)))
            {
                throw new ArgumentException($"'{description}' is no device; write for instance cpu, cuda or cuda:1.", nameof(description));
            }

            type = Parse(parts[0]);
            this.index = index;
        }

        /// <summary>A device of the named kind.</summary>
        public Device(string deviceType, int index = -1)
            : this(Parse(deviceType), index)
        {
        }

        /// <summary>A device of the given kind; index -1 is the current one.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(index, -1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(index, 127);
            type = deviceType;
            this.index = index;
        }

        /// <summary>The CUDA card with the given number.</summary>
        public Device(int index)
            : this(DeviceType.CUDA, index)
        {
        }

        /// <summary>The kind of device.</summary>
        public DeviceType type { get; private set; } = DeviceType.CPU;

        /// <summary>The number of the device among those of its kind; -1 is the current one.</summary>
        public int index { get; private set; } = -1;

        internal long Packed => ((long)type * 256) + (type == DeviceType.CPU ? 0 : index + 1);

        /// <summary>A device from text such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
        public static implicit operator Device(string description) => new(description);

        /// <summary>The text that makes the same device again.</summary>
        public override string ToString()
        {
            var kind = type.ToString().ToLowerInvariant();
            return index < 0 ? kind : $"{kind}:{index}";
        }

        internal static Device FromPacked(long packed) => new((DeviceType)(packed / 256), (int)(packed % 256) - 1);

        private static DeviceType Parse(string name) => name.ToLowerInvariant() switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "mps" => DeviceType.MPS,
            "meta" => DeviceType.META,
            _ => throw new ArgumentException($"'{name}' is no kind of device; known are cpu, cuda, mps, meta.", nameof(name)),
        };
    }
}
