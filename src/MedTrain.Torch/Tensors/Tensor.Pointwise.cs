using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Functions of each element.</content>
    public partial class Tensor
    {
        /// <summary>The absolute value.</summary>
        public Tensor abs() => Aten.Call("abs", this);

        /// <summary>The absolute value. In place.</summary>
        public Tensor abs_() => Aten.InPlace("abs_", this);

        /// <summary>The negative.</summary>
        public Tensor neg() => Aten.Call("neg", this);

        /// <summary>The negative. In place.</summary>
        public Tensor neg_() => Aten.InPlace("neg_", this);

        /// <summary>Rounded up.</summary>
        public Tensor ceil() => Aten.Call("ceil", this);

        /// <summary>Rounded up. In place.</summary>
        public Tensor ceil_() => Aten.InPlace("ceil_", this);

        /// <summary>Rounded down.</summary>
        public Tensor floor() => Aten.Call("floor", this);

        /// <summary>Rounded down. In place.</summary>
        public Tensor floor_() => Aten.InPlace("floor_", this);

        /// <summary>Rounded towards zero.</summary>
        public Tensor trunc() => Aten.Call("trunc", this);

        /// <summary>Rounded towards zero. In place.</summary>
        public Tensor trunc_() => Aten.InPlace("trunc_", this);

        /// <summary>The part after the decimal point.</summary>
        public Tensor frac() => Aten.Call("frac", this);

        /// <summary>The part after the decimal point. In place.</summary>
        public Tensor frac_() => Aten.InPlace("frac_", this);

        /// <summary>e to each element.</summary>
        public Tensor exp() => Aten.Call("exp", this);

        /// <summary>e to each element. In place.</summary>
        public Tensor exp_() => Aten.InPlace("exp_", this);

        /// <summary>2 to each element.</summary>
        public Tensor exp2() => Aten.Call("exp2", this);

        /// <summary>e to each element, minus one; exact near zero.</summary>
        public Tensor expm1() => Aten.Call("expm1", this);

        /// <summary>e to each element, minus one; exact near zero. In place.</summary>
        public Tensor expm1_() => Aten.InPlace("expm1_", this);

        /// <summary>The natural logarithm.</summary>
        public Tensor log() => Aten.Call("log", this);

        /// <summary>The natural logarithm. In place.</summary>
        public Tensor log_() => Aten.InPlace("log_", this);

        /// <summary>The logarithm to base 2.</summary>
        public Tensor log2() => Aten.Call("log2", this);

        /// <summary>The logarithm to base 2. In place.</summary>
        public Tensor log2_() => Aten.InPlace("log2_", this);

        /// <summary>The logarithm to base 10.</summary>
        public Tensor log10() => Aten.Call("log10", this);

        /// <summary>The logarithm to base 10. In place.</summary>
        public Tensor log10_() => Aten.InPlace("log10_", this);

        /// <summary>The natural logarithm of one plus the element; exact near zero.</summary>
        public Tensor log1p() => Aten.Call("log1p", this);

        /// <summary>The natural logarithm of one plus the element; exact near zero. In place.</summary>
        public Tensor log1p_() => Aten.InPlace("log1p_", this);

        /// <summary>The square root.</summary>
        public Tensor sqrt() => Aten.Call("sqrt", this);

        /// <summary>The square root. In place.</summary>
        public Tensor sqrt_() => Aten.InPlace("sqrt_", this);

        /// <summary>One over the square root.</summary>
        public Tensor rsqrt() => Aten.Call("rsqrt", this);

        /// <summary>One over the square root. In place.</summary>
        public Tensor rsqrt_() => Aten.InPlace("rsqrt_", this);

        /// <summary>One over each element.</summary>
        public Tensor reciprocal() => Aten.Call("reciprocal", this);

        /// <summary>One over each element. In place.</summary>
        public Tensor reciprocal_() => Aten.InPlace("reciprocal_", this);

        /// <summary>-1, 0 or 1.</summary>
        public Tensor sign() => Aten.Call("sign", this);

        /// <summary>-1, 0 or 1. In place.</summary>
        public Tensor sign_() => Aten.InPlace("sign_", this);

        /// <summary>-1, 0 or 1; for complex numbers the unit number of the same angle.</summary>
        public Tensor sgn() => Aten.Call("sgn", this);

        /// <summary>-1, 0 or 1; for complex numbers the unit number of the same angle. In place.</summary>
        public Tensor sgn_() => Aten.InPlace("sgn_", this);

        /// <summary>The error function.</summary>
        public Tensor erf() => Aten.Call("erf", this);

        /// <summary>The error function. In place.</summary>
        public Tensor erf_() => Aten.InPlace("erf_", this);

        /// <summary>One minus the error function.</summary>
        public Tensor erfc() => Aten.Call("erfc", this);

        /// <summary>One minus the error function. In place.</summary>
        public Tensor erfc_() => Aten.InPlace("erfc_", this);

        /// <summary>The inverse of the error function.</summary>
        public Tensor erfinv() => Aten.Call("erfinv", this);

        /// <summary>The inverse of the error function. In place.</summary>
        public Tensor erfinv_() => Aten.InPlace("erfinv_", this);

        /// <summary>The logarithm of the gamma function.</summary>
        public Tensor lgamma() => Aten.Call("lgamma", this);

        /// <summary>The logarithm of the gamma function. In place.</summary>
        public Tensor lgamma_() => Aten.InPlace("lgamma_", this);

        /// <summary>The logarithmic derivative of the gamma function.</summary>
        public Tensor digamma() => Aten.Call("digamma", this);

        /// <summary>The logarithmic derivative of the gamma function. In place.</summary>
        public Tensor digamma_() => Aten.InPlace("digamma_", this);

        /// <summary>The logistic function 1 / (1 + e^-x).</summary>
        public Tensor sigmoid() => Aten.Call("sigmoid", this);

        /// <summary>The logistic function 1 / (1 + e^-x). In place.</summary>
        public Tensor sigmoid_() => Aten.InPlace("sigmoid_", this);

        /// <summary>True where the element is zero.</summary>
        public Tensor logical_not() => Aten.Call("logical_not", this);

        /// <summary>True where the element is zero. In place.</summary>
        public Tensor logical_not_() => Aten.InPlace("logical_not_", this);

        /// <summary>Each bit, or truth value, inverted.</summary>
        public Tensor bitwise_not() => Aten.Call("bitwise_not", this);

        /// <summary>Each bit, or truth value, inverted. In place.</summary>
        public Tensor bitwise_not_() => Aten.InPlace("bitwise_not_", this);

        /// <summary>True where the sign bit is set.</summary>
        public Tensor signbit() => Aten.Call("signbit", this);

        /// <summary>Another name of <see cref="abs"/>.</summary>
        public Tensor absolute() => abs();

        /// <summary>Another name of <see cref="neg"/>.</summary>
        public Tensor negative() => neg();

        /// <summary>Another name of <see cref="trunc"/>.</summary>
        public Tensor fix() => trunc();

        /// <summary>The tensor itself; refused for truth values.</summary>
        public Tensor positive() => Aten.Call("positive", this);

        /// <summary>The modified Bessel function of order 0.</summary>
        public Tensor i0() => Aten.Call("i0", this);

        /// <summary>The derivative of order <paramref name="p"/> of the digamma function.</summary>
        public Tensor polygamma(long p) => Aten.Call("polygamma", p, this);

        /// <summary>Rounded to a number of decimals, halves to even.</summary>
        public Tensor round(long decimals = 0L) => Aten.Call("round.decimals", this, decimals);

        /// <summary>Rounded to a number of decimals, halves to even. In place.</summary>
        public Tensor round_(long decimals = 0L) => Aten.InPlace("round_.decimals", this, decimals);

        /// <summary>log(x / (1 - x)); with <paramref name="eps"/>, x is first clamped to [eps, 1 - eps].</summary>
        public Tensor logit(double? eps = null) => Aten.Call("logit", this, eps);

        /// <summary>Not-a-number and the infinities replaced.</summary>
        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) =>
            Aten.Call("nan_to_num", this, nan, posinf, neginf);

        /// <summary>Limited to a range; a missing end is open.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.Call("clamp", this, min, max);

        /// <summary>Limited to a range given element by element.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.Call("clamp.Tensor", this, min, max);

        /// <summary>Limited to a range. In place.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Aten.InPlace("clamp_", this, min, max);

        /// <summary>Limited to a range given element by element. In place.</summary>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Aten.InPlace("clamp_.Tensor", this, min, max);

        /// <summary>Another name of <see cref="clamp(Scalar?, Scalar?)"/>.</summary>
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        /// <summary>Limited from above.</summary>
        public Tensor clamp_max(Scalar max) => Aten.Call("clamp_max", this, max);

        /// <summary>Limited from above. In place.</summary>
        public Tensor clamp_max_(Scalar max) => Aten.InPlace("clamp_max_", this, max);

        /// <summary>Limited from below.</summary>
        public Tensor clamp_min(Scalar min) => Aten.Call("clamp_min", this, min);

        /// <summary>Limited from below. In place.</summary>
        public Tensor clamp_min_(Scalar min) => Aten.InPlace("clamp_min_", this, min);

        /// <summary>The larger of the two, broadcast; not-a-number wins.</summary>
        public Tensor maximum(Tensor other) => Aten.Call("maximum", this, other);

        /// <summary>The smaller of the two, broadcast; not-a-number wins.</summary>
        public Tensor minimum(Tensor other) => Aten.Call("minimum", this, other);

        /// <summary>The larger of the two, broadcast; not-a-number loses.</summary>
        public Tensor fmax(Tensor other) => Aten.Call("fmax", this, other);

        /// <summary>The smaller of the two, broadcast; not-a-number loses.</summary>
        public Tensor fmin(Tensor other) => Aten.Call("fmin", this, other);

        /// <summary>log(e^x + e^y) without overflow.</summary>
        public Tensor logaddexp(Tensor other) => Aten.Call("logaddexp", this, other);

        /// <summary>The length of the hypotenuse.</summary>
        public Tensor hypot(Tensor other) => Aten.Call("hypot", this, other);

        /// <summary>The next number towards the other.</summary>
        public Tensor nextafter(Tensor other) => Aten.Call("nextafter", this, other);

        /// <summary>The magnitude with the other's sign.</summary>
        public Tensor copysign(Tensor other) => Aten.Call("copysign.Tensor", this, other);

        /// <summary>x log y, zero where x is zero.</summary>
        public Tensor xlogy(Tensor y) => Aten.Call("xlogy.Tensor", this, y);

        /// <summary>Every element set to the number. In place.</summary>
        public Tensor fill_(Scalar value) => Aten.InPlace("fill_.Scalar", this, value);

        /// <summary>Every element set to zero. In place.</summary>
        public Tensor zero_() => Aten.InPlace("zero_", this);
    }
}
