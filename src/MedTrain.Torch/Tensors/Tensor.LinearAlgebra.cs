using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Products and functions of matrices.</content>
    public partial class Tensor
    {
        /// <summary>The matrix product; leading dimensions are broadcast as batches.</summary>
        public Tensor matmul(Tensor target) => Aten.Call("matmul", this, target);

        /// <summary>The product of two matrices.</summary>
        public Tensor mm(Tensor target) => Aten.Call("mm", this, target);

        /// <summary>The product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => Aten.Call("mv", this, target);

        /// <summary>The products of two batches of matrices.</summary>
        public Tensor bmm(Tensor batch2) => Aten.Call("bmm", this, batch2);

        /// <summary>The inner product of two vectors.</summary>
        public Tensor dot(Tensor target) => Aten.Call("dot", this, target);

        /// <summary>The inner product of two vectors, the first conjugated.</summary>
        public Tensor vdot(Tensor target) => Aten.Call("vdot", this, target);

        /// <summary>beta times this plus alpha times the products of two batches of matrices.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Aten.Call("baddbmm", this, batch1, batch2, (double)beta, (double)alpha);

        /// <summary>The outer product of two vectors.</summary>
        public Tensor outer(Tensor vec2) => Aten.Call("outer", this, vec2);

        /// <summary>Another name of <see cref="outer"/>.</summary>
        public Tensor ger(Tensor vec2) => outer(vec2);

        /// <summary>The inner products along the last dimensions.</summary>
        public Tensor inner(Tensor vec2) => Aten.Call("inner", this, vec2);

        /// <summary>Kronecker's product.</summary>
        public Tensor kron(Tensor other) => Aten.Call("kron", this, other);

        /// <summary>The sum of the diagonal.</summary>
        public Tensor trace() => Aten.Call("trace", this);

        /// <summary>The determinant.</summary>
        public Tensor det() => Aten.Call("det", this);

        /// <summary>The logarithm of the determinant.</summary>
        public Tensor logdet() => Aten.Call("logdet", this);

        /// <summary>The inverse of a matrix, or of each in a batch.</summary>
        public Tensor inverse() => Aten.Call("inverse", this);

        /// <summary>The pseudo-inverse.</summary>
        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => Aten.Call("linalg_pinv", this, rcond, hermitian);

        /// <summary>The exponential of a square matrix.</summary>
        public Tensor matrix_exp() => Aten.Call("matrix_exp", this);

        /// <summary>A whole power of a square matrix.</summary>
        public Tensor matrix_power(int n) => Aten.Call("matrix_power", this, n);

        /// <summary>The triangular factor of a positive-definite matrix.</summary>
        public Tensor cholesky(bool upper = false) => Aten.Call("cholesky", this, upper);

        /// <summary>The inverse from a triangular factor.</summary>
        public Tensor cholesky_inverse(bool upper = false) => Aten.Call("cholesky_inverse", this, upper);

        /// <summary>The solution from a triangular factor.</summary>
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => Aten.Call("cholesky_solve", this, input2, upper);

        /// <summary>The product summed over pairs of dimensions.</summary>
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Aten.Call("tensordot", this, b, dims1, dims2);

        /// <summary>Slices whose p-norm exceeds the limit scaled down to it.</summary>
        public Tensor renorm(float p, long dim, float maxnorm) => Aten.Call("renorm", this, (double)p, dim, (double)maxnorm);

        /// <summary>The covariances of the rows.</summary>
        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
            Aten.Call("cov", this, correction, fweights, aweights);

        /// <summary>Pearson's correlations of the rows.</summary>
        public Tensor corrcoef() => Aten.Call("corrcoef", this);

        /// <summary>beta times this plus alpha times the product of the two.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Aten.Call("addmm", this, mat1, mat2, (double)beta, (double)alpha);

        /// <summary>beta times this plus alpha times the product of the two. In place.</summary>
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Aten.InPlace("addmm_", this, mat1, mat2, (double)beta, (double)alpha);

        /// <summary>beta times this plus alpha times the product of the two.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Aten.Call("addmv", this, mat, vec, (double)beta, (double)alpha);

        /// <summary>beta times this plus alpha times the product of the two. In place.</summary>
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Aten.InPlace("addmv_", this, mat, vec, (double)beta, (double)alpha);

        /// <summary>beta times this plus alpha times the product of the two.</summary>
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Aten.Call("addr", this, vec1, vec2, (double)beta, (double)alpha);

        /// <summary>beta times this plus alpha times the product of the two. In place.</summary>
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            Aten.InPlace("addr_", this, vec1, vec2, (double)beta, (double)alpha);

        /// <summary>beta times this plus alpha times the product of the two.</summary>
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Aten.Call("addbmm", this, batch1, batch2, (double)beta, (double)alpha);

        /// <summary>beta times this plus alpha times the product of the two. In place.</summary>
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Aten.InPlace("addbmm_", this, batch1, batch2, (double)beta, (double)alpha);
    }
}
