using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Sums over several dimensions of two tensors.</content>
    public partial class Tensor
    {
        /// <summary>Summed over the last dimensions of this one and the first of the other.</summary>
        public Tensor tensordot(Tensor b, long dims = 2) => Aten.Call("tensordot", this, b, Last((int)ndim, dims), First(dims));

        /// <summary>Summed over pairs of dimensions.</summary>
        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            Aten.Call(
                "tensordot", this, b, Array.ConvertAll(dims, pair => pair.Item1), Array.ConvertAll(dims, pair => pair.Item2));

        private static long[] First(long count) => [.. Enumerable.Range(0, Checked(count, 64)).Select(i => (long)i)];

        private static long[] Last(int dimensions, long count) =>
            [.. Enumerable.Range(0, Checked(count, dimensions)).Select(i => (long)(dimensions - count + i))];

        private static int Checked(long count, int most) =>
            count >= 0 && count <= most ? (int)count : throw new ArgumentOutOfRangeException(nameof(count), count, "No such dimensions.");
    }
}
