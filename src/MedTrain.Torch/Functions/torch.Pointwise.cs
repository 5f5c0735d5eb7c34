namespace TorchSharp;

public static partial class torch
{
    /// <summary>The absolute value.</summary>
    public static Tensor abs(Tensor input) => input.abs();

    /// <summary>The absolute value. In place.</summary>
    public static Tensor abs_(Tensor input) => input.abs_();

    /// <summary>The negative.</summary>
    public static Tensor neg(Tensor input) => input.neg();

    /// <summary>The negative. In place.</summary>
    public static Tensor neg_(Tensor input) => input.neg_();

    /// <summary>Rounded up.</summary>
    public static Tensor ceil(Tensor input) => input.ceil();

    /// <summary>Rounded up. In place.</summary>
    public static Tensor ceil_(Tensor input) => input.ceil_();

    /// <summary>Rounded down.</summary>
    public static Tensor floor(Tensor input) => input.floor();

    /// <summary>Rounded down. In place.</summary>
    public static Tensor floor_(Tensor input) => input.floor_();

    /// <summary>Rounded towards zero.</summary>
    public static Tensor trunc(Tensor input) => input.trunc();

    /// <summary>Rounded towards zero. In place.</summary>
    public static Tensor trunc_(Tensor input) => input.trunc_();

    /// <summary>The part after the decimal point.</summary>
    public static Tensor frac(Tensor input) => input.frac();

    /// <summary>The part after the decimal point. In place.</summary>
    public static Tensor frac_(Tensor input) => input.frac_();

    /// <summary>e to each element.</summary>
    public static Tensor exp(Tensor input) => input.exp();

    /// <summary>e to each element. In place.</summary>
    public static Tensor exp_(Tensor input) => input.exp_();

    /// <summary>2 to each element.</summary>
    public static Tensor exp2(Tensor input) => input.exp2();

    /// <summary>e to each element, minus one; exact near zero.</summary>
    public static Tensor expm1(Tensor input) => input.expm1();

    /// <summary>e to each element, minus one; exact near zero. In place.</summary>
    public static Tensor expm1_(Tensor input) => input.expm1_();

    /// <summary>The natural logarithm.</summary>
    public static Tensor log(Tensor input) => input.log();

    /// <summary>The natural logarithm. In place.</summary>
    public static Tensor log_(Tensor input) => input.log_();

    /// <summary>The logarithm to base 2.</summary>
    public static Tensor log2(Tensor input) => input.log2();

    /// <summary>The logarithm to base 2. In place.</summary>
    public static Tensor log2_(Tensor input) => input.log2_();

    /// <summary>The logarithm to base 10.</summary>
    public static Tensor log10(Tensor input) => input.log10();

    /// <summary>The logarithm to base 10. In place.</summary>
    public static Tensor log10_(Tensor input) => input.log10_();

    /// <summary>The natural logarithm of one plus the element; exact near zero.</summary>
    public static Tensor log1p(Tensor input) => input.log1p();

    /// <summary>The natural logarithm of one plus the element; exact near zero. In place.</summary>
    public static Tensor log1p_(Tensor input) => input.log1p_();

    /// <summary>The square root.</summary>
    public static Tensor sqrt(Tensor input) => input.sqrt();

    /// <summary>The square root. In place.</summary>
    public static Tensor sqrt_(Tensor input) => input.sqrt_();

    /// <summary>One over the square root.</summary>
    public static Tensor rsqrt(Tensor input) => input.rsqrt();

    /// <summary>One over the square root. In place.</summary>
    public static Tensor rsqrt_(Tensor input) => input.rsqrt_();

    /// <summary>One over each element.</summary>
    public static Tensor reciprocal(Tensor input) => input.reciprocal();

    /// <summary>One over each element. In place.</summary>
    public static Tensor reciprocal_(Tensor input) => input.reciprocal_();

    /// <summary>-1, 0 or 1.</summary>
    public static Tensor sign(Tensor input) => input.sign();

    /// <summary>-1, 0 or 1. In place.</summary>
    public static Tensor sign_(Tensor input) => input.sign_();

    /// <summary>-1, 0 or 1; for complex numbers the unit number of the same angle.</summary>
    public static Tensor sgn(Tensor input) => input.sgn();

    /// <summary>-1, 0 or 1; for complex numbers the unit number of the same angle. In place.</summary>
    public static Tensor sgn_(Tensor input) => input.sgn_();

    /// <summary>The error function.</summary>
    public static Tensor erf(Tensor input) => input.erf();

    /// <summary>The error function. In place.</summary>
    public static Tensor erf_(Tensor input) => input.erf_();

    /// <summary>One minus the error function.</summary>
    public static Tensor erfc(Tensor input) => input.erfc();

    /// <summary>One minus the error function. In place.</summary>
    public static Tensor erfc_(Tensor input) => input.erfc_();

    /// <summary>The inverse of the error function.</summary>
    public static Tensor erfinv(Tensor input) => input.erfinv();

    /// <summary>The inverse of the error function. In place.</summary>
    public static Tensor erfinv_(Tensor input) => input.erfinv_();

    /// <summary>The logarithm of the gamma function.</summary>
    public static Tensor lgamma(Tensor input) => input.lgamma();

    /// <summary>The logarithm of the gamma function. In place.</summary>
    public static Tensor lgamma_(Tensor input) => input.lgamma_();

    /// <summary>The logarithmic derivative of the gamma function.</summary>
    public static Tensor digamma(Tensor input) => input.digamma();

    /// <summary>The logarithmic derivative of the gamma function. In place.</summary>
    public static Tensor digamma_(Tensor input) => input.digamma_();

    /// <summary>The logistic function 1 / (1 + e^-x).</summary>
    public static Tensor sigmoid(Tensor input) => input.sigmoid();

    /// <summary>The logistic function 1 / (1 + e^-x). In place.</summary>
    public static Tensor sigmoid_(Tensor input) => input.sigmoid_();

    /// <summary>True where the element is zero.</summary>
    public static Tensor logical_not(Tensor input) => input.logical_not();

    /// <summary>Each bit, or truth value, inverted.</summary>
    public static Tensor bitwise_not(Tensor input) => input.bitwise_not();

    /// <summary>Each bit, or truth value, inverted. In place.</summary>
    public static Tensor bitwise_not_(Tensor input) => input.bitwise_not_();

    /// <summary>Another name of <c>abs</c>.</summary>
    public static Tensor absolute(Tensor input) => input.absolute();

    /// <summary>Another name of <c>neg</c>.</summary>
    public static Tensor negative(Tensor input) => input.negative();

    /// <summary>Each element squared.</summary>
    public static Tensor square(Tensor input) => input.square();

    /// <summary>The tensor itself; refused for truth values.</summary>
    public static Tensor positive(Tensor input) => input.positive();

    /// <summary>True where the sign bit is set.</summary>
    public static Tensor signbit(Tensor input) => input.signbit();

    /// <summary>Where the element is not a number.</summary>
    public static Tensor isnan(Tensor input) => input.isnan();

    /// <summary>Where the element is infinite.</summary>
    public static Tensor isinf(Tensor tensor) => tensor.isinf();

    /// <summary>Where the element is neither infinite nor not-a-number.</summary>
    public static Tensor isfinite(Tensor tensor) => tensor.isfinite();

    /// <summary>Where the element is positive infinity.</summary>
    public static Tensor isposinf(Tensor tensor) => tensor.isposinf();

    /// <summary>Where the element is negative infinity.</summary>
    public static Tensor isneginf(Tensor tensor) => tensor.isneginf();

    /// <summary>Where the imaginary part is zero.</summary>
    public static Tensor isreal(Tensor tensor) => tensor.isreal();

    /// <summary>The modified Bessel function of order 0.</summary>
    public static Tensor i0(Tensor input) => input.i0();
}
