using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Trigonometric and hyperbolic functions of each element, in radians.</content>
    public partial class Tensor
    {
        /// <summary>The sine.</summary>
        public Tensor sin() => Aten.Call("sin", this);

        /// <summary>The sine. In place.</summary>
        public Tensor sin_() => Aten.InPlace("sin_", this);

        /// <summary>The cosine.</summary>
        public Tensor cos() => Aten.Call("cos", this);

        /// <summary>The cosine. In place.</summary>
        public Tensor cos_() => Aten.InPlace("cos_", this);

        /// <summary>The tangent.</summary>
        public Tensor tan() => Aten.Call("tan", this);

        /// <summary>The tangent. In place.</summary>
        public Tensor tan_() => Aten.InPlace("tan_", this);

        /// <summary>The inverse sine.</summary>
        public Tensor asin() => Aten.Call("asin", this);

        /// <summary>The inverse sine. In place.</summary>
        public Tensor asin_() => Aten.InPlace("asin_", this);

        /// <summary>The inverse cosine.</summary>
        public Tensor acos() => Aten.Call("acos", this);

        /// <summary>The inverse cosine. In place.</summary>
        public Tensor acos_() => Aten.InPlace("acos_", this);

        /// <summary>The inverse tangent.</summary>
        public Tensor atan() => Aten.Call("atan", this);

        /// <summary>The inverse tangent. In place.</summary>
        public Tensor atan_() => Aten.InPlace("atan_", this);

        /// <summary>The hyperbolic sine.</summary>
        public Tensor sinh() => Aten.Call("sinh", this);

        /// <summary>The hyperbolic sine. In place.</summary>
        public Tensor sinh_() => Aten.InPlace("sinh_", this);

        /// <summary>The hyperbolic cosine.</summary>
        public Tensor cosh() => Aten.Call("cosh", this);

        /// <summary>The hyperbolic cosine. In place.</summary>
        public Tensor cosh_() => Aten.InPlace("cosh_", this);

        /// <summary>The hyperbolic tangent.</summary>
        public Tensor tanh() => Aten.Call("tanh", this);

        /// <summary>The hyperbolic tangent. In place.</summary>
        public Tensor tanh_() => Aten.InPlace("tanh_", this);

        /// <summary>The inverse hyperbolic sine.</summary>
        public Tensor asinh() => Aten.Call("asinh", this);

        /// <summary>The inverse hyperbolic sine. In place.</summary>
        public Tensor asinh_() => Aten.InPlace("asinh_", this);

        /// <summary>The inverse hyperbolic cosine.</summary>
        public Tensor acosh() => Aten.Call("acosh", this);

        /// <summary>The inverse hyperbolic cosine. In place.</summary>
        public Tensor acosh_() => Aten.InPlace("acosh_", this);

        /// <summary>The inverse hyperbolic tangent.</summary>
        public Tensor atanh() => Aten.Call("atanh", this);

        /// <summary>The inverse hyperbolic tangent. In place.</summary>
        public Tensor atanh_() => Aten.InPlace("atanh_", this);

        /// <summary>sin(πx) / (πx).</summary>
        public Tensor sinc() => Aten.Call("sinc", this);

        /// <summary>sin(πx) / (πx). In place.</summary>
        public Tensor sinc_() => Aten.InPlace("sinc_", this);

        /// <summary>Another name of <see cref="asin"/>.</summary>
        public Tensor arcsin() => asin();

        /// <summary>Another name of <see cref="acos"/>.</summary>
        public Tensor arccos() => acos();

        /// <summary>Another name of <see cref="atan"/>.</summary>
        public Tensor arctan() => atan();

        /// <summary>Another name of <see cref="asinh"/>.</summary>
        public Tensor arcsinh() => asinh();

        /// <summary>Another name of <see cref="acosh"/>.</summary>
        public Tensor arccosh() => acosh();

        /// <summary>Another name of <see cref="atanh"/>.</summary>
        public Tensor arctanh() => atanh();

        /// <summary>The angle of the point (other, this).</summary>
        public Tensor atan2(Tensor other) => Aten.Call("atan2", this, other);

        /// <summary>The angle of the point (other, this). In place.</summary>
        public Tensor atan2_(Tensor other) => Aten.InPlace("atan2_", this, other);

        /// <summary>Another name of <see cref="atan2"/>.</summary>
        public Tensor arctan2(Tensor other) => atan2(other);

        /// <summary>The angle of a complex number; 0 or π for real ones.</summary>
        public Tensor angle() => Aten.Call("angle", this);

        /// <summary>Degrees to radians.</summary>
        public Tensor deg2rad() => Aten.Call("deg2rad", this);

        /// <summary>Radians to degrees.</summary>
        public Tensor rad2deg() => Aten.Call("rad2deg", this);
    }
}
