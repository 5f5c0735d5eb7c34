using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Loading and saving.</content>
    public static partial class jit
    {
        /// <summary>A network from a file, its weights on a device.</summary>
        public static ScriptModule load(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Loaded(filename, new Device(device_type, (int)device_index)));

        /// <summary>A network from a file, its weights on a device.</summary>
        public static ScriptModule load(string filename, Device map_location) => new(Loaded(filename, map_location));

        /// <summary>A network from a file, its weights on a device.</summary>
        public static ScriptModule load(string filename, string map_location) => new(Loaded(filename, new Device(map_location)));

        /// <summary>A network from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule load(byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Loaded(bytes, new Device(device_type, (int)device_index)));

        /// <summary>A network from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule load(byte[] bytes, Device map_location) => new(Loaded(bytes, map_location));

        /// <summary>A network from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule load(byte[] bytes, string map_location) => new(Loaded(bytes, new Device(map_location)));

        /// <summary>A network that takes tensors from a file, its weights on a device.</summary>
        public static ScriptModule<TResult> load<TResult>(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Loaded(filename, new Device(device_type, (int)device_index)));

        /// <summary>A network that takes tensors from a file, its weights on a device.</summary>
        public static ScriptModule<TResult> load<TResult>(string filename, Device map_location) => new(Loaded(filename, map_location));

        /// <summary>A network that takes tensors from a file, its weights on a device.</summary>
        public static ScriptModule<TResult> load<TResult>(string filename, string map_location) =>
            new(Loaded(filename, new Device(map_location)));

        /// <summary>A network that takes tensors from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule<TResult> load<TResult>(byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Loaded(bytes, new Device(device_type, (int)device_index)));

        /// <summary>A network that takes tensors from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule<TResult> load<TResult>(byte[] bytes, Device map_location) => new(Loaded(bytes, map_location));

        /// <summary>A network that takes tensors from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule<TResult> load<TResult>(byte[] bytes, string map_location) =>
            new(Loaded(bytes, new Device(map_location)));

        /// <summary>A network of one input from a file, its weights on a device.</summary>
        public static ScriptModule<T1, TResult> load<T1, TResult>(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Loaded(filename, new Device(device_type, (int)device_index)));

        /// <summary>A network of one input from a file, its weights on a device.</summary>
        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, Device map_location) =>
            new(Loaded(filename, map_location));

        /// <summary>A network of one input from a file, its weights on a device.</summary>
        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, string map_location) =>
            new(Loaded(filename, new Device(map_location)));

        /// <summary>A network of one input from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule<T1, TResult> load<T1, TResult>(
            byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Loaded(bytes, new Device(device_type, (int)device_index)));

        /// <summary>A network of one input from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule<T1, TResult> load<T1, TResult>(byte[] bytes, Device map_location) => new(Loaded(bytes, map_location));

        /// <summary>A network of one input from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule<T1, TResult> load<T1, TResult>(byte[] bytes, string map_location) =>
            new(Loaded(bytes, new Device(map_location)));

        /// <summary>A network of two inputs from a file, its weights on a device.</summary>
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Loaded(filename, new Device(device_type, (int)device_index)));

        /// <summary>A network of two inputs from a file, its weights on a device.</summary>
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(string filename, Device map_location) =>
            new(Loaded(filename, map_location));

        /// <summary>A network of two inputs from a file, its weights on a device.</summary>
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(string filename, string map_location) =>
            new(Loaded(filename, new Device(map_location)));

        /// <summary>A network of two inputs from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(
            byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Loaded(bytes, new Device(device_type, (int)device_index)));

        /// <summary>A network of two inputs from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(byte[] bytes, Device map_location) =>
            new(Loaded(bytes, map_location));

        /// <summary>A network of two inputs from the bytes of a file, its weights on a device.</summary>
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(byte[] bytes, string map_location) =>
            new(Loaded(bytes, new Device(map_location)));

        /// <summary>Writes a script with its present weights.</summary>
        public static void save(ScriptModule module, string filename)
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentException.ThrowIfNullOrEmpty(filename);
            module.Save(filename);
        }

        private static nint Loaded(string filename, Device device)
        {
            ArgumentException.ThrowIfNullOrEmpty(filename);
            return Loaded(File.ReadAllBytes(filename), device, $"{filename} is");
        }

        private static nint Loaded(byte[] bytes, Device device)
        {
            ArgumentNullException.ThrowIfNull(bytes);
            return Loaded(bytes, device, "These bytes are");
        }

        private static unsafe nint Loaded(byte[] bytes, Device device, string subject)
        {
            ArgumentNullException.ThrowIfNull(device);
            fixed (byte* data = bytes)
            {
                var script = Door.mt_script_load(data, bytes.Length, device.Packed);
                return script != 0 ? script : throw new InvalidDataException(
                    $"{subject} no TorchScript file that libtorch {Door.Version} can read ({Door.LastError.Split('\n')[0]}). "
                    + "Save the network with torch.jit.save; weights alone are read as weights, not as a script.");
            }
        }
    }
}
