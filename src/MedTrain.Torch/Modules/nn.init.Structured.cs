using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <content>Weights with a structure.</content>
        public static partial class init
        {
            /// <summary>Orthogonal rows or columns (Saxe et al. 2014); dimensions after the first count as one.</summary>
            /// <param name="tensor">The weights, of two dimensions or more.</param>
            /// <param name="gain">The length of each row or column.</param>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1)
            {
                Require(tensor, tensor.ndim >= 2, "two dimensions or more");
                return tensor.numel() == 0 ? tensor : Fill(tensor, target =>
                {
                    using var scope = NewDisposeScope();
                    var (rows, columns) = (target.size(0), target.numel() / target.size(0));
                    var random = empty(new[] { rows, columns }, target.dtype, target.device).normal_();
                    var (q, r) = Aten.Call2("linalg_qr", rows < columns ? random.t() : random);
                    q = q * r.diag().sign(); // without this the matrices are not spread evenly (Mezzadri 2006)
                    target.copy_((rows < columns ? q.t() : q).reshape(target.shape)).mul_(gain);
                });
            }

            /// <summary>A convolution that passes its input on: one at the centre of each channel's kernel, zeros elsewhere.</summary>
            /// <param name="tensor">The weights, [O, I, K] to [O, I, K, K, K].</param>
            public static Tensor dirac_(Tensor tensor)
            {
                Require(tensor, tensor.ndim is 3 or 4 or 5, "three, four or five dimensions");
                return Fill(tensor, target =>
                {
                    target.zero_();
                    var centre = target.shape[2..].Select(size => size / 2);
                    for (long channel = 0; channel < Math.Min(target.size(0), target.size(1)); channel++)
                    {
                        target[new long[] { channel, channel }.Concat(centre).Select(index => (TensorIndex)index).ToArray()] = 1;
                    }
                });
            }

            /// <summary>Normal numbers, a share of which is zero in each column (Martens 2010).</summary>
            /// <param name="tensor">The weights, a matrix.</param>
            /// <param name="sparsity">The share of zeros, 0 to 1.</param>
            /// <param name="std">The standard deviation of the others.</param>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                Require(tensor, tensor.ndim == 2, "two dimensions");
                if (sparsity is not (>= 0 and <= 1))
                {
                    throw new ArgumentOutOfRangeException(nameof(sparsity), sparsity, "The share of zeros is between 0 and 1.");
                }

                var zeros = (long)Math.Ceiling(sparsity * tensor.size(0));
                return Fill(tensor, target =>
                {
                    target.normal_(0, std);
                    for (long column = 0; column < target.size(1); column++)
                    {
                        using var rows = randperm(target.size(0), device: target.device);
                        using var chosen = rows.narrow(0, 0, zeros);
                        target[TensorIndex.Tensor(chosen), column] = 0;
                    }
                });
            }

            private static void Require(Tensor tensor, bool holds, string what)
            {
                if (!holds)
                {
                    throw new ArgumentException($"The weights need {what}, the tensor is [{string.Join(", ", tensor.shape)}].", nameof(tensor));
                }
            }
        }
    }
}
