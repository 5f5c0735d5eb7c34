using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Copies of another element type, on another device or in another layout.</content>
    public partial class Tensor
    {
        /// <summary>A copy that shares nothing; gradients flow through it.</summary>
        public Tensor clone() => Aten.Call("clone", this);

        /// <summary>Copies the elements of another tensor into this one, converting and broadcasting them.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Aten.InPlace("copy_", this, source, nonBlocking);

        /// <summary>The tensor in row-major order without gaps; itself when it is so already.</summary>
        public Tensor contiguous() => Aten.Call("contiguous", this);

        /// <summary>The tensor on the CPU; itself when it is there already.</summary>
        public Tensor cpu() => to(CPU);

        /// <summary>The tensor on a CUDA card.</summary>
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        /// <summary>A dense copy of a sparse tensor.</summary>
        public Tensor to_dense() => Aten.Call("to_dense", this);

        /// <summary>The tensor with another element type; itself when it has that type and no copy is asked for.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Aten.Call("to.dtype", this, type, non_blocking, copy), disposeAfter);

        /// <summary>The tensor on another device; itself when it is there and no copy is asked for.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Aten.Call("to.device", this, device, dtype, non_blocking, copy), disposeAfter);

        /// <summary>The tensor on another device.</summary>
        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <summary>The tensor on another device.</summary>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>The tensor with another element type on another device.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Aten.Call("to.device", this, device, type, non_blocking, copy), disposeAfter);

        /// <summary>The tensor with another element type.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>The tensor with the element type and on the device of another.</summary>
        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        /// <summary>The tensor with the element type of another.</summary>
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        /// <summary>The tensor with another element type.</summary>
        public Tensor type(ScalarType dtype) => to_type(dtype);

        /// <summary>The tensor as the function converts it.</summary>
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        /// <summary>The tensor as truth values: zero is false.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>The tensor as unsigned 8-bit integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>The tensor as signed 8-bit integers.</summary>
        public Tensor @char() => to_type(ScalarType.Int8);

        /// <summary>The tensor as 16-bit integers.</summary>
        public Tensor @short() => to_type(ScalarType.Int16);

        /// <summary>The tensor as 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>The tensor as 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>The tensor in half precision.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>The tensor in bfloat16.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>The tensor in single precision.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>The tensor in double precision.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>Takes the storage, sizes and strides of another tensor. In place.</summary>
        public Tensor set_(Tensor source) => Aten.InPlace("set_.source_Tensor", this, source);

        /// <summary>Whether the memory is locked for fast copies to a card.</summary>
        public bool is_pinned() => Aten.CallBool("is_pinned", this);

        /// <summary>A copy in memory that is locked for fast copies to a card.</summary>
        public Tensor pin_memory() => Aten.Call("pin_memory", this);

        private Tensor After(Tensor result, bool disposeAfter)
        {
            if (disposeAfter && !ReferenceEquals(result, this))
            {
                Dispose();
            }

            return result;
        }
    }
}
