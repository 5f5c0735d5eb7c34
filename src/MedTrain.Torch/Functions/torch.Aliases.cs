using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The size without the sign. In place.</summary>
    public static Tensor absolute_(Tensor input) => input.absolute_();

    /// <summary>The inverse cosine. In place.</summary>
    public static Tensor arccos_(Tensor input) => input.arccos_();

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static Tensor arccosh(Tensor input) => input.acosh();

    /// <summary>The inverse hyperbolic cosine. In place.</summary>
    public static Tensor arccosh_(Tensor input) => input.arccosh_();

    /// <summary>The inverse sine. In place.</summary>
    public static Tensor arcsin_(Tensor input) => input.arcsin_();

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Tensor arcsinh(Tensor input) => input.asinh();

    /// <summary>The inverse hyperbolic sine. In place.</summary>
    public static Tensor arcsinh_(Tensor input) => input.arcsinh_();

    /// <summary>The inverse tangent. In place.</summary>
    public static Tensor arctan_(Tensor input) => input.arctan_();

    /// <summary>The angle of the point (other, input). In place.</summary>
    public static Tensor arctan_(Tensor input, Tensor other) => input.arctan_(other);

    /// <summary>The angle of the point (other, input).</summary>
    public static Tensor arctan(Tensor input, Tensor other) => input.arctan(other);

    /// <summary>The angle of the point (other, input).</summary>
    public static Tensor arctan2(Tensor input, Tensor other) => input.arctan(other);

    /// <summary>The angle of the point (other, input). In place.</summary>
    public static Tensor arctan2_(Tensor input, Tensor other) => input.arctan2_(other);

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Tensor arctanh(Tensor input) => input.atanh();

    /// <summary>The inverse hyperbolic tangent. In place.</summary>
    public static Tensor arctanh_(Tensor input) => input.arctanh_();

    /// <summary>Without the part after the point.</summary>
    public static Tensor fix(Tensor input) => input.trunc();

    /// <summary>Without the part after the point. In place.</summary>
    public static Tensor fix_(Tensor input) => input.fix_();

    /// <summary>The negative. In place.</summary>
    public static Tensor negative_(Tensor input) => input.neg_();

    /// <summary>The greatest common divisor.</summary>
    public static Tensor gcd(Tensor left, Tensor right) => left.gcd(right);

    /// <summary>The greatest common divisor. In place.</summary>
    public static Tensor gcd_(Tensor left, Tensor right) => left.gcd_(right);

    /// <summary>The least common multiple.</summary>
    public static Tensor lcm(Tensor input, Tensor other) => input.lcm(other);

    /// <summary>The least common multiple. In place.</summary>
    public static Tensor lcm_(Tensor input, Tensor other) => input.lcm_(other);

    /// <summary>Times a power of two.</summary>
    public static Tensor ldexp(Tensor input, Tensor other) => input.ldexp(other);

    /// <summary>Times a power of two. In place.</summary>
    public static Tensor ldexp_(Tensor input, Tensor other) => input.ldexp_(other);

    /// <summary>The mantissa from 0.5 to 1 and the exponent of two.</summary>
    public static (Tensor, Tensor) frexp(Tensor input) => input.frexp();

    /// <summary>log₂(2^left + 2^right).</summary>
    public static Tensor logaddexp2(Tensor left, Tensor right) => left.logaddexp2(right);

    /// <summary>The logarithm of the sum of e^x so far.</summary>
    public static Tensor logcumsumexp(Tensor input, long dim) => input.logcumsumexp(dim);

    /// <summary>x × log y, and 0 where x is 0.</summary>
    public static Tensor xlogy(Tensor x, Scalar y) => x.xlogy(y);

    /// <summary>x × log y, and 0 where x is 0.</summary>
    public static Tensor xlogy(Tensor x, Tensor y) => x.xlogy(y);

    /// <summary>x × log y, and 0 where x is 0. In place.</summary>
    public static Tensor xlogy_(Tensor x, Scalar y) => x.xlogy_(y);

    /// <summary>x × log y, and 0 where x is 0. In place.</summary>
    public static Tensor xlogy_(Tensor x, Tensor y) => x.xlogy_(y);

    /// <summary>The logarithm of the multivariate gamma function.</summary>
    public static Tensor mvlgamma(Tensor input, long p) => input.mvlgamma(p);

    /// <summary>The logarithm of the multivariate gamma function. In place.</summary>
    public static Tensor mvlgamma_(Tensor input, long p) => input.mvlgamma_(p);

    /// <summary>A derivative of the logarithm of the gamma function.</summary>
    public static Tensor polygamma(Tensor input, long p) => input.polygamma(p);

    /// <summary>A derivative of the logarithm of the gamma function. In place.</summary>
    public static Tensor polygamma_(Tensor input, long p) => input.polygamma_(p);

    /// <summary>The lower regularised incomplete gamma function.</summary>
    public static Tensor igamma(Tensor input, Tensor other) => input.igamma(other);

    /// <summary>The upper regularised incomplete gamma function.</summary>
    public static Tensor igammac(Tensor input, Tensor other) => input.igammac(other);

    /// <summary>The next number towards another.</summary>
    public static Tensor nextafter(Tensor input, Tensor other) => input.nextafter(other);

    /// <summary>The product.</summary>
    public static Tensor multiply(Tensor left, Scalar right) => left.mul(right);

    /// <summary>The product.</summary>
    public static Tensor multiply(Tensor left, Tensor right) => left.mul(right);

    /// <summary>The product. In place.</summary>
    public static Tensor multiply_(Tensor left, Scalar right) => left.mul_(right);

    /// <summary>The product. In place.</summary>
    public static Tensor multiply_(Tensor left, Tensor right) => left.mul_(right);

    /// <summary>The difference.</summary>
    public static Tensor subtract(Tensor left, Scalar right) => left.sub(right);

    /// <summary>The difference.</summary>
    public static Tensor subtract(Tensor left, Tensor right) => left.sub(right);

    /// <summary>The difference. In place.</summary>
    public static Tensor subtract_(Tensor left, Scalar right) => left.sub_(right);

    /// <summary>The difference. In place.</summary>
    public static Tensor subtract_(Tensor left, Tensor right) => left.sub_(right);

    /// <summary>The quotient.</summary>
    public static Tensor divide(Tensor left, Tensor right, torch.RoundingMode rounding_mode = 0) => left.div(right, rounding_mode);

    /// <summary>The quotient.</summary>
    public static Tensor true_divide(Tensor dividend, Tensor divisor) => dividend.div(divisor);

    /// <summary>The quotient. In place.</summary>
    public static Tensor true_divide_(Tensor dividend, Tensor divisor) => dividend.div_(divisor);

    /// <summary>The remainder with the sign of the dividend. In place.</summary>
    public static Tensor fmod_(Tensor left, Scalar right) => left.fmod_(right);

    /// <summary>The remainder with the sign of the dividend. In place.</summary>
    public static Tensor fmod_(Tensor left, Tensor right) => left.fmod_(right);

    /// <summary>The remainder with the sign of the divisor. In place.</summary>
    public static Tensor remainder_(Tensor left, Scalar right) => left.remainder_(right);

    /// <summary>The remainder with the sign of the divisor. In place.</summary>
    public static Tensor remainder_(Tensor left, Tensor right) => left.remainder_(right);

    /// <summary>Both. In place.</summary>
    public static Tensor logical_and_(Tensor left, Tensor right) => left.logical_and_(right);

    /// <summary>Either. In place.</summary>
    public static Tensor logical_or_(Tensor left, Tensor right) => left.logical_or_(right);

    /// <summary>One of both. In place.</summary>
    public static Tensor logical_xor_(Tensor left, Tensor right) => left.logical_xor_(right);

    /// <summary>Limited above. In place.</summary>
    public static Tensor clamp_max_(Tensor input, Scalar max) => input.clamp_max_(max);

    /// <summary>Limited below. In place.</summary>
    public static Tensor clamp_min_(Tensor input, Scalar min) => input.clamp_min_(min);

    /// <summary>sin πx / πx. In place.</summary>
    public static Tensor sinc_(Tensor input) => input.sinc_();

    /// <summary>To the nearest whole number (or decimal place), halves to even. In place.</summary>
    public static Tensor round_(Tensor input, long decimals = 0) => input.round_(decimals);

    /// <summary>The power in double precision.</summary>
    public static Tensor float_power(Tensor input, Tensor target) => Aten.Call("float_power.Tensor_Tensor", input, target);
}
