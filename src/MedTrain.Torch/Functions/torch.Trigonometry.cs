namespace TorchSharp;

public static partial class torch
{
    /// <summary>The sine.</summary>
    public static Tensor sin(Tensor input) => input.sin();

    /// <summary>The sine. In place.</summary>
    public static Tensor sin_(Tensor input) => input.sin_();

    /// <summary>The cosine.</summary>
    public static Tensor cos(Tensor input) => input.cos();

    /// <summary>The cosine. In place.</summary>
    public static Tensor cos_(Tensor input) => input.cos_();

    /// <summary>The tangent.</summary>
    public static Tensor tan(Tensor input) => input.tan();

    /// <summary>The tangent. In place.</summary>
    public static Tensor tan_(Tensor input) => input.tan_();

    /// <summary>The inverse sine.</summary>
    public static Tensor asin(Tensor input) => input.asin();

    /// <summary>The inverse sine. In place.</summary>
    public static Tensor asin_(Tensor input) => input.asin_();

    /// <summary>The inverse cosine.</summary>
    public static Tensor acos(Tensor input) => input.acos();

    /// <summary>The inverse cosine. In place.</summary>
    public static Tensor acos_(Tensor input) => input.acos_();

    /// <summary>The inverse tangent.</summary>
    public static Tensor atan(Tensor input) => input.atan();

    /// <summary>The inverse tangent. In place.</summary>
    public static Tensor atan_(Tensor input) => input.atan_();

    /// <summary>The hyperbolic sine.</summary>
    public static Tensor sinh(Tensor input) => input.sinh();

    /// <summary>The hyperbolic sine. In place.</summary>
    public static Tensor sinh_(Tensor input) => input.sinh_();

    /// <summary>The hyperbolic cosine.</summary>
    public static Tensor cosh(Tensor input) => input.cosh();

    /// <summary>The hyperbolic cosine. In place.</summary>
    public static Tensor cosh_(Tensor input) => input.cosh_();

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor tanh(Tensor input) => input.tanh();

    /// <summary>The hyperbolic tangent. In place.</summary>
    public static Tensor tanh_(Tensor input) => input.tanh_();

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Tensor asinh(Tensor input) => input.asinh();

    /// <summary>The inverse hyperbolic sine. In place.</summary>
    public static Tensor asinh_(Tensor input) => input.asinh_();

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static Tensor acosh(Tensor input) => input.acosh();

    /// <summary>The inverse hyperbolic cosine. In place.</summary>
    public static Tensor acosh_(Tensor input) => input.acosh_();

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Tensor atanh(Tensor input) => input.atanh();

    /// <summary>The inverse hyperbolic tangent. In place.</summary>
    public static Tensor atanh_(Tensor input) => input.atanh_();

    /// <summary>sin(πx) / (πx).</summary>
    public static Tensor sinc(Tensor input) => input.sinc();

    /// <summary>Degrees to radians.</summary>
    public static Tensor deg2rad(Tensor input) => input.deg2rad();

    /// <summary>Radians to degrees.</summary>
    public static Tensor rad2deg(Tensor input) => input.rad2deg();

    /// <summary>The angle of a complex number; 0 or π for real ones.</summary>
    public static Tensor angle(Tensor input) => input.angle();

    /// <summary>Another name of <c>asin</c>.</summary>
    public static Tensor arcsin(Tensor input) => input.arcsin();

    /// <summary>Another name of <c>acos</c>.</summary>
    public static Tensor arccos(Tensor input) => input.arccos();

    /// <summary>Another name of <c>atan</c>.</summary>
    public static Tensor arctan(Tensor input) => input.arctan();

    /// <summary>The angle of the point (other, this).</summary>
    public static Tensor atan2(Tensor input, Tensor other) => input.atan2(other);
}
