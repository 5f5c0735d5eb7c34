using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Other names, and in-place forms under other names.</content>
    public partial class Tensor
    {
        /// <summary>The size without the sign. In place.</summary>
        public Tensor absolute_() => Aten.InPlace("absolute_", this);

        /// <summary>The inverse cosine. In place.</summary>
        public Tensor arccos_() => Aten.InPlace("arccos_", this);

        /// <summary>The inverse hyperbolic cosine. In place.</summary>
        public Tensor arccosh_() => Aten.InPlace("arccosh_", this);

        /// <summary>The inverse sine. In place.</summary>
        public Tensor arcsin_() => Aten.InPlace("arcsin_", this);

        /// <summary>The inverse hyperbolic sine. In place.</summary>
        public Tensor arcsinh_() => Aten.InPlace("arcsinh_", this);

        /// <summary>The inverse tangent. In place.</summary>
        public Tensor arctan_() => Aten.InPlace("arctan_", this);

        /// <summary>The angle of the point (other, this). In place.</summary>
        public Tensor arctan_(Tensor other) => Aten.InPlace("atan2_", this, other);

        /// <summary>The angle of the point (other, this).</summary>
        public Tensor arctan(Tensor other) => Aten.Call("atan2", this, other);

        /// <summary>The angle of the point (other, this). In place.</summary>
        public Tensor arctan2_(Tensor other) => Aten.InPlace("atan2_", this, other);

        /// <summary>The inverse hyperbolic tangent. In place.</summary>
        public Tensor arctanh_() => Aten.InPlace("arctanh_", this);

        /// <summary>Without the part after the point. In place.</summary>
        public Tensor fix_() => Aten.InPlace("fix_", this);

        /// <summary>The continuously differentiable exponential linear unit. In place.</summary>
        public Tensor celu_() => Aten.InPlace("celu_", this);

        /// <summary>Whether each element is at most the other. In place.</summary>
        public Tensor less_equal_(Tensor target) => Aten.InPlace("le_.Tensor", this, target);

        /// <summary>Whether each element differs from the other. In place.</summary>
        public Tensor not_equal_(Tensor target) => Aten.InPlace("ne_.Tensor", this, target);

        /// <summary>Values written, in order, where the mask is true. In place.</summary>
        public Tensor masked_scatter_(Tensor mask, Tensor value) => Aten.InPlace("masked_scatter_", this, mask, value);

        /// <summary>The last two dimensions exchanged, conjugated.</summary>
        public Tensor adjoint() => Aten.Call("adjoint", this);

        /// <summary>The greatest common divisor.</summary>
        public Tensor gcd(Tensor other) => Aten.Call("gcd", this, other);

        /// <summary>The greatest common divisor. In place.</summary>
        public Tensor gcd_(Tensor other) => Aten.InPlace("gcd_", this, other);

        /// <summary>The least common multiple.</summary>
        public Tensor lcm(Tensor other) => Aten.Call("lcm", this, other);

        /// <summary>The least common multiple. In place.</summary>
        public Tensor lcm_(Tensor other) => Aten.InPlace("lcm_", this, other);

        /// <summary>Times a power of two.</summary>
        public Tensor ldexp(Tensor other) => Aten.Call("ldexp.Tensor", this, other);

        /// <summary>Times a power of two. In place.</summary>
        public Tensor ldexp_(Tensor other) => Aten.InPlace("ldexp_", this, other);

        /// <summary>The mantissa from 0.5 to 1 and the exponent of two.</summary>
        public (Tensor, Tensor) frexp() => Aten.Call2("frexp.Tensor", this);

        /// <summary>log₂(2^this + 2^other).</summary>
        public Tensor logaddexp2(Tensor other) => Aten.Call("logaddexp2", this, other);

        /// <summary>The logarithm of the sum of e^x so far.</summary>
        public Tensor logcumsumexp(long dim) => Aten.Call("logcumsumexp", this, dim);

        /// <summary>this × log y, and 0 where this is 0.</summary>
        public Tensor xlogy(Scalar y) => Aten.Call("xlogy.Scalar_Other", this, y);

        /// <summary>this × log y, and 0 where this is 0. In place.</summary>
        public Tensor xlogy_(Scalar y) => Aten.InPlace("xlogy_.Scalar_Other", this, y);

        /// <summary>this × log y, and 0 where this is 0. In place.</summary>
        public Tensor xlogy_(Tensor y) => Aten.InPlace("xlogy_.Tensor", this, y);

        /// <summary>The logarithm of the multivariate gamma function.</summary>
        public Tensor mvlgamma(long p) => Aten.Call("mvlgamma", this, p);

        /// <summary>The logarithm of the multivariate gamma function. In place.</summary>
        public Tensor mvlgamma_(long p) => Aten.InPlace("mvlgamma_", this, p);

        /// <summary>A derivative of the logarithm of the gamma function. In place.</summary>
        public Tensor polygamma_(long p) => Aten.InPlace("polygamma_", this, p);

        /// <summary>The lower regularised incomplete gamma function.</summary>
        public Tensor igamma(Tensor other) => Aten.Call("igamma", this, other);

        /// <summary>The upper regularised incomplete gamma function.</summary>
        public Tensor igammac(Tensor other) => Aten.Call("igammac", this, other);

        /// <summary>The integral by the trapezoidal rule.</summary>
        public Tensor trapezoid(double dx = 1, long dim = -1) => Aten.Call("trapezoid.dx", this, dx, dim);

        /// <summary>The integral by the trapezoidal rule, over given points.</summary>
        public Tensor trapezoid(Tensor x, long dim = -1) => Aten.Call("trapezoid.x", this, x, dim);

        /// <summary>The integral so far by the trapezoidal rule.</summary>
        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => Aten.Call("cumulative_trapezoid.dx", this, dx, dim);

        /// <summary>The integral so far by the trapezoidal rule, over given points.</summary>
        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => Aten.Call("cumulative_trapezoid.x", this, x, dim);
    }
}
