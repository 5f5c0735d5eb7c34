using System.Runtime.CompilerServices;
using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <content>The elements in memory, and single values out of a tensor.</content>
    public unsafe partial class Tensor
    {
        /// <summary>The memory of a contiguous CPU tensor; valid while the tensor lives.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not on the CPU, or has gaps.</exception>
        public Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                {
                    throw new InvalidOperationException(
                        "Only a contiguous tensor can be seen as one run of bytes; call contiguous() first.");
                }

                var count = NumberOfElements * ElementSize;
                return new Span<byte>((void*)DataPointer(), checked((int)count));
            }

            set => value.CopyTo(value.Length == bytes.Length ? bytes : throw WrongLength(value.Length, bytes.Length));
        }

        /// <summary>A view of the elements of a CPU tensor, in row-major order whatever its strides.</summary>
        /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the tensor's element type.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireType<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The value of a tensor with one element.</summary>
        /// <exception cref="ArgumentException">The tensor has another number of elements or another element type.</exception>
        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException(
                    $"item() reads a tensor with one element; this one has the shape [{string.Join(", ", shape)}].");
            }

            RequireType<T>();
            using var here = device_type == DeviceType.CPU ? null : cpu();
            var source = here ?? this;
            var value = Unsafe.Read<T>((void*)source.DataPointer());
            GC.KeepAlive(this);
            return value;
        }

        /// <summary>The value of a tensor with one element as a scalar of its type.</summary>
        public Scalar ToScalar()
        {
            var value = Aten.CallScalar("item", this);
            return value.Tag switch
            {
                ValueTag.Double => new Scalar(dtype, value.Real, (long)value.Real),
                ValueTag.Int or ValueTag.Bool => new Scalar(dtype, value.Bits, value.Bits),
                _ => throw new NotSupportedException($"Scalars of type {dtype} are not supported."),
            };
        }

        /// <summary>Whether the one element of the tensor is not zero.</summary>
        public bool is_nonzero() => Aten.CallBool("is_nonzero", this);

        /// <summary>Writes the elements' bytes in row-major order.</summary>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using var own = detach();
            using var here = own.cpu();
            using var flat = here.contiguous();
            ForEachChunk(flat, bufferSize, chunk => stream.Write(chunk));
        }

        /// <summary>Fills a contiguous CPU tensor with bytes from a stream.</summary>
        /// <exception cref="EndOfStreamException">The stream is too short.</exception>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            if (!is_contiguous())
            {
                throw new InvalidOperationException("Only a contiguous tensor can be filled from a stream.");
            }

            ForEachChunk(this, bufferSize, chunk => stream.ReadExactly(chunk));
        }

        /// <summary>The address of the first element of a CPU tensor; 0 for an empty one.</summary>
        internal nint DataPointer()
        {
            var pointer = Door.mt_data(Handle);
            return pointer != 0 || NumberOfElements == 0 ? pointer : throw new InvalidOperationException(Door.LastError);
        }

        /// <summary>The tensor's memory as elements.</summary>
        internal static Tensor FromMemory<T>(ReadOnlySpan<T> elements, ScalarType type, ReadOnlySpan<long> sizes)
            where T : unmanaged
        {
            fixed (T* data = elements)
            fixed (long* first = sizes)
            {
                var handle = Door.mt_from_memory((int)type, first, sizes.Length, data, (long)elements.Length * sizeof(T));
                return handle != 0 ? new Tensor(handle) : throw new TorchException(nameof(tensor), Door.LastError);
            }
        }

        private static void ForEachChunk(Tensor tensor, int bufferSize, ChunkAction action)
        {
            var total = tensor.NumberOfElements * tensor.ElementSize;
            var start = (byte*)tensor.DataPointer();
            for (long at = 0; at < total; at += bufferSize)
            {
                action(new Span<byte>(start + at, (int)Math.Min(bufferSize, total - at)));
            }

            GC.KeepAlive(tensor);
        }

        private static ArgumentException WrongLength(int given, int needed) => new($"The tensor has {needed} bytes, {given} were given.");

        private void RequireType<T>()
        {
            var wanted = ToScalarType(typeof(T));
            if (wanted != dtype)
            {
                throw new ArgumentException(
                    $"The tensor holds {dtype}, it cannot be read as {typeof(T).Name}; convert it with to_type() first.");
            }
        }

        private delegate void ChunkAction(Span<byte> chunk);
    }
}
