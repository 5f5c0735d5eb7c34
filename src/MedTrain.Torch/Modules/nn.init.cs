using MedTrain.Torch;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Filling weights in place before training, by PyTorch's formulas; each returns the tensor itself.</summary>
        public static partial class init
        {
            /// <summary>What follows the weights; it sets the gain.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing.</summary>
                Linear = 0,

                /// <summary>Nothing.</summary>
                Conv1D = 1,

                /// <summary>Nothing.</summary>
                Conv2D = 2,

                /// <summary>Nothing.</summary>
                Conv3D = 3,

                /// <summary>Nothing.</summary>
                ConvTranspose1D = 4,

                /// <summary>Nothing.</summary>
                ConvTranspose2D = 5,

                /// <summary>Nothing.</summary>
                ConvTranspose3D = 6,

                /// <summary>The logistic function.</summary>
                Sigmoid = 7,

                /// <summary>The hyperbolic tangent.</summary>
                Tanh = 8,

                /// <summary>max(x, 0).</summary>
                ReLU = 9,

                /// <summary>max(x, 0) with a slope below zero.</summary>
                LeakyReLU = 10,
            }

            /// <summary>Whose variance is kept.</summary>
            public enum FanInOut
            {
                /// <summary>That of the activations, forwards.</summary>
                FanIn = 0,

                /// <summary>That of the gradients, backwards.</summary>
                FanOut = 1,
            }

            /// <summary>The factor by which a nonlinearity asks weights to be larger.</summary>
            /// <param name="nonlinearity">What follows the weights.</param>
            /// <param name="param">The slope below zero of LeakyReLU.</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2.0),
                NonlinearityType.LeakyReLU => Math.Sqrt(2.0 / (1 + (param * param))),
                _ => 1.0,
            };

            /// <summary>Ones.</summary>
            public static Tensor ones_(Tensor tensor) => Fill(tensor, target => target.fill_(1));

            /// <summary>Zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => Fill(tensor, target => target.zero_());

            /// <summary>One value.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val) => Fill(tensor, target => target.fill_(val));

            /// <summary>The identity matrix.</summary>
            public static Tensor eye_(Tensor tensor)
            {
                if (tensor.ndim != 2)
                {
                    throw new ArgumentException($"eye_ fills a matrix, [{string.Join(", ", tensor.shape)}] is none.", nameof(tensor));
                }

                return Fill(tensor, target => Aten.Run("eye.m_out", target.size(0), target.size(1), target));
            }

            /// <summary>Uniform numbers from [low, high).</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                Draw(tensor, target => target.uniform_(low, high, generator));

            /// <summary>Normal numbers.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                Draw(tensor, target => target.normal_(mean, std, generator));

            /// <summary>Normal numbers cut off at a and b.</summary>
            public static Tensor trunc_normal_(
                Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator? generator = null)
            {
                var lower = NormalDistribution((a - mean) / std);
                var upper = NormalDistribution((b - mean) / std);
                // Of 2^24 draws one is -1, whose inverse is infinite: the weight would be a, however many deviations away that is.
                const double Inside = 1 - 5.96e-8;
                return Draw(tensor, target => target.uniform_((2 * lower) - 1, (2 * upper) - 1, generator)
                    .clamp_((Scalar)(-Inside), (Scalar)Inside).erfinv_().mul_(std * Math.Sqrt(2)).add_(mean).clamp_((Scalar)a, (Scalar)b));
            }

            /// <summary>Uniform numbers whose variance keeps that of the signal (He et al. 2015).</summary>
            /// <param name="tensor">The weights.</param>
            /// <param name="a">The slope below zero of LeakyReLU.</param>
            /// <param name="mode">Whose variance is kept.</param>
            /// <param name="nonlinearity">What follows the weights.</param>
            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3.0) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal numbers whose variance keeps that of the signal (He et al. 2015).</summary>
            /// <param name="tensor">The weights.</param>
            /// <param name="a">The slope below zero of LeakyReLU.</param>
            /// <param name="mode">Whose variance is kept.</param>
            /// <param name="nonlinearity">What follows the weights.</param>
            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            /// <summary>Uniform numbers whose variance suits both directions (Glorot and Bengio 2010).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var bound = Math.Sqrt(3.0) * XavierDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Another name of <see cref="xavier_uniform_"/>.</summary>
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            /// <summary>Normal numbers whose variance suits both directions (Glorot and Bengio 2010).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0) => normal_(tensor, 0, XavierDeviation(tensor, gain));

            /// <summary>Another name of <see cref="xavier_normal_"/>.</summary>
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            /// <summary>How many inputs feed one output of the weights, and the reverse.</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var sizes = tensor.shape;
                if (sizes.Length < 2)
                {
                    throw new ArgumentException(
                        $"Fan-in and fan-out need two dimensions or more, the tensor is [{string.Join(", ", sizes)}].", nameof(tensor));
                }

                var field = sizes[2..].Aggregate(1L, (product, size) => product * size);
                return (sizes[1] * field, sizes[0] * field);
            }

            private static Tensor Fill(Tensor tensor, Action<Tensor> fill)
            {
                using var mode = no_grad();
                fill(tensor);
                return tensor;
            }

            private static Tensor Draw(Tensor tensor, Action<Tensor> draw) => UndrawnWeights.AreMeant ? tensor : Fill(tensor, draw);

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(Math.Max(1, mode == FanInOut.FanIn ? fanIn : fanOut));
            }

            private static double XavierDeviation(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            private static double NormalDistribution(double x)
            {
                using var argument = torch.tensor(x / Math.Sqrt(2.0));
                using var error = argument.erf();
                return (1 + error.ToDouble()) / 2;
            }
        }
    }
}
