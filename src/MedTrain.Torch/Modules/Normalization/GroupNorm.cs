using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalises groups of channels of each sample.</summary>
    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        private Parameter? ownBias;
        private Parameter? ownWeight;

        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
            : base(nameof(GroupNorm))
        {
            if (num_groups <= 0 || num_channels <= 0 || num_channels % num_groups != 0)
            {
                throw new ArgumentException($"num_channels ({num_channels}) must be a positive multiple of num_groups ({num_groups}).");
            }

            this.num_groups = num_groups;
            this.eps = eps;
            this.affine = affine;
            if (affine)
            {
                weight = new Parameter(ones(num_channels, dtype, device));
                bias = new Parameter(zeros(num_channels, dtype, device));
            }
        }

        /// <summary>[C]; null when not affine.</summary>
        public Parameter? bias
        {
            get => ownBias;
            set => ConditionallyRegisterParameter(nameof(bias), ownBias = value);
        }

        /// <summary>[C]; null when not affine.</summary>
        public Parameter? weight
        {
            get => ownWeight;
            set => ConditionallyRegisterParameter(nameof(weight), ownWeight = value);
        }

        /// <summary>The number of groups.</summary>
        public long num_groups { get; set; }

        /// <summary>Added to the variance.</summary>
        public double eps { get; set; }

        /// <summary>Whether weight and bias are learnt.</summary>
        public bool affine { get; set; }

        /// <summary>Normalises [N, C, …].</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.group_norm(tensor, num_groups, ownWeight, ownBias, eps);
    }
}

namespace TorchSharp
{
    using TorchSharp.Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Normalises groups of channels of each sample; weight 1 and bias 0 at first.</summary>
            public static GroupNorm GroupNorm(
                long num_groups, long num_channels, double eps = 1e-05, bool affine = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);

            public static partial class functional
            {
                /// <summary>Normalises each channel of [N, C, …], by the batch in training, else by the running statistics.</summary>
                public static Tensor batch_norm(
                    Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null,
                    bool training = false,
                    double momentum = 0.1, double eps = 1e-5) =>
                    Aten.Call("batch_norm", input, weight, bias, running_mean, running_var, training, momentum, eps, true);

                /// <summary>Normalises groups of channels of [N, C, …].</summary>
                public static Tensor group_norm(
                    Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                    Aten.Call("group_norm", input, Positive(num_groups, nameof(num_groups)), weight, bias, eps, true);

                /// <summary>Normalises each channel of each sample of [N, C, …].</summary>
                public static Tensor instance_norm(
                    Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null,
                    bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5) =>
                    Aten.Call("instance_norm", input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

                /// <summary>Normalises over the last dimensions.</summary>
                public static Tensor layer_norm(
                    Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                    Aten.Call("layer_norm", input, normalized_shape, weight, bias, eps, true);

                /// <summary>Divides by the p-norm along a dimension.</summary>
                public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
                {
                    using var norm = Aten.Call("norm.ScalarOpt_dim", input, p, new[] { dim }, true);
                    using var limited = norm.clamp_min(eps);
                    return input.div(limited);
                }

                /// <summary>Divides each element by a power of the mean square of its neighbours among the channels.</summary>
                public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0)
                {
                    if (input.ndim < 3)
                    {
                        throw new ArgumentException(
                            $"local_response_norm takes [N, C, …], was given [{string.Join(", ", input.shape)}].", nameof(input));
                    }

                    var flat = input.square().flatten(2).unsqueeze(1); // [N, 1, C, positions]
                    var padded = pad(flat, [0, 0, Positive(size, nameof(size)) / 2, (size - 1) / 2]);
                    var mean = avg_pool2d(padded, [size, 1], [1, 1]).squeeze(1).reshape(input.shape);
                    return input / mean.mul(alpha).add(k).pow(beta);
                }
            }
        }
    }
}
