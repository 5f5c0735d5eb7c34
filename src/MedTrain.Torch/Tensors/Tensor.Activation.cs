using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Activation functions.</content>
    public partial class Tensor
    {
        /// <summary>max(x, 0).</summary>
        public Tensor relu() => Aten.Call("relu", this);

        /// <summary>max(x, 0). In place.</summary>
        public Tensor relu_() => Aten.InPlace("relu_", this);

        /// <summary>The self-normalising exponential linear unit.</summary>
        public Tensor selu() => Aten.Call("selu", this);

        /// <summary>The self-normalising exponential linear unit. In place.</summary>
        public Tensor selu_() => Aten.InPlace("selu_", this);

        /// <summary>x times the logistic function of x.</summary>
        public Tensor silu() => Aten.Call("silu", this);

        /// <summary>x times the logistic function of x. In place.</summary>
        public Tensor silu_() => Aten.InPlace("silu_", this);

        /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
        public Tensor hardsigmoid() => Aten.Call("hardsigmoid", this);

        /// <summary>min(max(x + 3, 0), 6) / 6. In place.</summary>
        public Tensor hardsigmoid_() => Aten.InPlace("hardsigmoid_", this);

        /// <summary>x times the hard sigmoid of x.</summary>
        public Tensor hardswish() => Aten.Call("hardswish", this);

        /// <summary>x times the hard sigmoid of x. In place.</summary>
        public Tensor hardswish_() => Aten.InPlace("hardswish_", this);

        /// <summary>x times the normal distribution function of x (the exact form).</summary>
        public Tensor gelu() => Aten.Call("gelu", this);

        /// <summary>x times the normal distribution function of x. In place.</summary>
        public Tensor gelu_() => Aten.InPlace("gelu_", this);

        /// <summary>min(max(x, 0), 6).</summary>
        public Tensor relu6() => hardtanh(0, 6);

        /// <summary>min(max(x, 0), 6). In place.</summary>
        public Tensor relu6_() => hardtanh_(0, 6);

        /// <summary>x where positive, else x times the slope.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => Aten.Call("leaky_relu", this, negative_slope);

        /// <summary>x where positive, else x times the slope. In place.</summary>
        public Tensor leaky_relu_(Scalar negative_slope) => Aten.InPlace("leaky_relu_", this, negative_slope);

        /// <summary>x where positive, else alpha (e^x - 1).</summary>
        public Tensor elu(double alpha = 1) => Aten.Call("elu", this, alpha);

        /// <summary>x where positive, else alpha (e^x - 1). In place.</summary>
        public Tensor elu_(double alpha = 1) => Aten.InPlace("elu_", this, alpha);

        /// <summary>The scaled exponential linear unit.</summary>
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Aten.Call("elu", this, alpha, scale, input_scale);

        /// <summary>The scaled exponential linear unit. In place.</summary>
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => Aten.InPlace("elu_", this, alpha, scale, input_scale);

        /// <summary>The continuously differentiable exponential linear unit.</summary>
        public Tensor celu() => celu(1.0);

        /// <summary>max(x, 0) + min(0, alpha (e^(x/alpha) - 1)).</summary>
        public Tensor celu(Scalar alpha) => Aten.Call("celu", this, alpha);

        /// <summary>max(x, 0) + min(0, alpha (e^(x/alpha) - 1)). In place.</summary>
        public Tensor celu_(Scalar alpha) => Aten.InPlace("celu_", this, alpha);

        /// <summary>The first half along a dimension times the logistic function of the second.</summary>
        public Tensor glu(long dim = -1) => Aten.Call("glu", this, dim);

        /// <summary>Limited to a range.</summary>
        public Tensor hardtanh(Scalar min, Scalar max) => Aten.Call("hardtanh", this, min, max);

        /// <summary>Limited to a range. In place.</summary>
        public Tensor hardtanh_(Scalar min, Scalar max) => Aten.InPlace("hardtanh_", this, min, max);

        /// <summary>x where positive, else x times a learnt slope (one, or one a channel).</summary>
        public Tensor prelu(Tensor target) => Aten.Call("prelu", this, target);

        /// <summary>e^x divided by its sum along a dimension.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.Call("softmax.int", this, dim, dtype);

        /// <summary>The logarithm of the softmax, computed without overflow.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.Call("log_softmax.int", this, dim, dtype);

        /// <summary>log(1 + e^(beta x)) / beta; linear above the threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) => Aten.Call("softplus", this, beta, threshold);

        /// <summary>The logarithm of the logistic function, computed without overflow.</summary>
        public Tensor log_sigmoid() => Aten.Call("log_sigmoid", this);

        /// <summary>x where above the threshold, else the value.</summary>
        public Tensor threshold(Scalar threshold, Scalar value) => Aten.Call("threshold", this, threshold, value);

        /// <summary>x where above the threshold, else the value. In place.</summary>
        public Tensor threshold_(Scalar threshold, Scalar value) => Aten.InPlace("threshold_", this, threshold, value);
    }
}
