namespace TorchSharp;

public static partial class torch
{
    /// <summary>The matrix product; leading dimensions are broadcast as batches.</summary>
    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    /// <summary>The product of two matrices.</summary>
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    /// <summary>The product of a matrix and a vector.</summary>
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);

    /// <summary>The products of two batches of matrices.</summary>
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    /// <summary>The inner product of two vectors.</summary>
    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);

    /// <summary>The outer product of two vectors.</summary>
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    /// <summary>beta times input plus alpha times the product of two matrices.</summary>
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm(mat1, mat2, beta, alpha);

    /// <summary>beta times input plus alpha times the products of two batches of matrices.</summary>
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
        input.baddbmm(batch1, batch2, beta, alpha);

    /// <summary>The inverse of a matrix, or of each in a batch.</summary>
    public static Tensor inverse(Tensor input) => input.inverse();

    /// <summary>The determinant.</summary>
    public static Tensor det(Tensor input) => input.det();

    /// <summary>The triangular factor of a positive-definite matrix.</summary>
    public static Tensor cholesky(Tensor input, bool upper) => input.cholesky(upper);

    /// <summary>Kronecker's product.</summary>
    public static Tensor kron(Tensor input, Tensor other) => input.kron(other);

    /// <summary>The sum of the diagonal.</summary>
    public static Tensor trace(Tensor input) => input.trace();

    /// <summary>The product summed over pairs of dimensions.</summary>
    public static Tensor tensordot(Tensor a, Tensor b, long[] dims1, long[] dims2) => a.tensordot(b, dims1, dims2);
}
